import Testing

@testable import HoneEngine

@Suite struct LocalValuesTests {
  @Test func theCatalogueNamesWhatItHolds() throws {
    #expect(try ModelCatalog.model(named: "qwen2.5-coder-0.5b") == ModelCatalog.standard)
    #expect(Set(ModelCatalog.models.map(\.id)).count == ModelCatalog.models.count)
    for model in ModelCatalog.models {
      #expect(model.sha256.map { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) } ?? true)
      // Wheels state no hash of the whole, so a model that comes in wheels must have one here.
      let comesInWheels = model.sources.contains { if case .packageParts = $0 { true } else { false } }
      #expect(!comesInWheels || (model.sha256 != nil && model.byteCount != nil))
    }
  }

  @Test func anyOtherModelIsNamedByPathOrRepository() throws {
    let remote = try ModelCatalog.model(named: "Owner/Some-GGUF/q4/file.gguf")
    #expect(remote.sources == [.huggingFace(repository: "Owner/Some-GGUF", file: "q4/file.gguf")])
    #expect(remote.fileName == "Owner--Some-GGUF--q4--file.gguf")
    #expect(try ModelCatalog.model(named: "/m/x.gguf").sources == [.file(path: "/m/x.gguf")])
  }

  @Test(arguments: [
    "", "nope", "a/b", "a/b/c.bin", "../b/c.gguf", "a/../c.gguf", "a//c.gguf", "a/b/c d.gguf", "-a/b/c.gguf",
  ])
  func namesThatCouldLeaveTheFolderAreRefused(name: String) {
    #expect(throws: LocalEngineError.self) { try ModelCatalog.model(named: name) }
  }

  @Test func readsBuildNumbers() {
    #expect(EngineRuntime.build(inVersionText: "version: 8925 (0adede866)\nbuilt with GNU 14.2.0") == 8925)
    #expect(EngineRuntime.build(inVersionText: "load_backend: x\nversion: 7 (a)") == 7)
    #expect(EngineRuntime.build(inVersionText: "version: unknown") == nil)
    #expect(EngineRuntime.build(inVersionText: "") == nil)
  }

  @Test(arguments: [(2, 0.2, 2), (2, 1.1, 1), (8, 3.4, 5), (4, 9, 1), (1, 0, 1), (4, -1, 4), (4, .infinity, 4)])
  func threadsAreTheIdleCores(cores: Int, load: Double, threads: Int) {
    #expect(ThreadBudget.threads(cores: cores, load: load) == threads)
  }

  @Test(arguments: [
    // Idle for a while, and a server of a busy time; busy for a while, and a server of an idle time.
    (1, 0.2, 0.0, true), (2, 1.4, 1.0, true),
    // The end of a build, and the beginning of one; a server that remembers its own work.
    (1, 1.6, 0.1, false), (1, 0.1, 1.8, false), (2, 1.9, 0.0, false), (2, 0.1, 2.0, false), (1, 1.0, 1.0, false),
  ])
  func threadsAreOutOfStepOnlyWhereMeanAndMomentAgree(threads: Int, mean: Double, moment: Double, isMisfit: Bool) {
    #expect(ThreadBudget.isMisfit(threads, cores: 2, mean: mean, moment: moment) == isMisfit)
  }

  @Test func theBusyShareIsReadFromTheCountersOfTheSystem() throws {
    let before = try #require(ProcessorTicks("cpu  100 10 40 800 50 0 0 0 7 0\ncpu0 1 2 3\n"))
    #expect(before == ProcessorTicks("cpu 100 10 40 800 50 0 0 0"))
    #expect(before.all == 1000 && before.idle == 850)
    let after = try #require(ProcessorTicks("cpu  150 10 40 840 60 0 0 0 7 0"))
    #expect(after.busyShare(since: before) == 0.5)
    #expect(before.busyShare(since: before) == nil && before.busyShare(since: after) == nil)
    for text in ["", "cpu", "cpu 1 2 3", "cpu0 1 2 3 4 5", "cpu 1 2 x 4 5 6 7 8", "intr 1 2 3 4 5"] {
      #expect(ProcessorTicks(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1500, "1.5 kB"), (491_400_064, "491 MB"), (999_900_000, "1 GB"),
    (1_120_000_000, "1.1 GB"), (30_000_000_000_000, "30 TB"),
  ])
  func byteCountsAreShort(count: Int64, text: String) {
    #expect(ByteCount.text(count) == text)
  }

  @Test func readsHeadersAndProxies() {
    let hash = String(repeating: "ab", count: 32)
    #expect(HTTPDownload.hash("\"\(hash.uppercased())\"") == hash)
    #expect(HTTPDownload.hash("\"d41d8cd98f00b204e9800998ecf8427e\"") == nil)
    #expect(HTTPDownload.begins("bytes 100-199/200", at: 100))
    #expect(!HTTPDownload.begins("bytes 100-199/200", at: 10))
    #expect(HTTPDownload.origin(of: "https://host:8/a/b") == "https://host:8")
    #expect(HTTPDownload.proxy(["HTTPS_PROXY": "http://proxy.example:3128/"])?.host == "proxy.example")
    #expect(HTTPDownload.proxy(["https_proxy": "proxy.example:3128"])?.port == 3128)
    #expect(HTTPDownload.proxy(["HTTPS_PROXY": "http://proxy.example"]) == nil)
  }

  @Test(arguments: [
    ("ERROR: No matching distribution found for x", LocalEngineError.Code.noPackage),
    ("OSError: [Errno 28] No space left on device", .diskFull),
    ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", .noNetwork),
    ("something else\n\n", .sourceFailed),
  ])
  func pipFailuresNameTheirCause(output: String, code: LocalEngineError.Code) {
    #expect(PipFailure.explain(output, subject: "x").code == code)
  }
}
