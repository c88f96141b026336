import HoneSystem
import Testing

@testable import HoneEngine

@Suite struct EngineInstallationTests {
  private let fixture: LocalFixture
  private let environment: Environment
  private let model: ModelDescription

  /// A PATH with one `python3`, whose environments and packages are made in no time and written down in `python`.
  init() throws {
    fixture = try LocalFixture()
    _ = try fixture.program(
      "bin/python3",
      """
      import os, sys
      root = \(String(reflecting: fixture.root))
      if "-c" in sys.argv:
          sys.executable = root + "/bin/python3"
          exec(sys.argv[sys.argv.index("-c") + 1])
          sys.exit()
      with open(root + "/python", "a") as journal:
          journal.write(" ".join(sys.argv[2:4]) + "\\n")
      if sys.argv[1:3] == ["-m", "venv"]:
          if os.path.exists(root + "/no-ensurepip"):
              sys.exit("The virtual environment was not created because ensurepip is not available.")
          os.makedirs(sys.argv[3] + "/bin")
          open(sys.argv[3] + "/pyvenv.cfg", "w").write("home = here")
          os.symlink(root + "/bin/python3", sys.argv[3] + "/bin/python")
      elif os.path.exists(root + "/no-index"):
          sys.exit("ERROR: Could not find a version that satisfies the requirement")
      """)
    var environment = fixture.environment
    environment["PATH"] = fixture.root + "/bin"
    self.environment = environment
    let path = try fixture.write("mine.gguf", LocalFixture.weights(64))
    model = try ModelCatalog.model(named: path)
  }

  private var installation: EngineInstallation {
    EngineInstallation(directories: fixture.directories, environment: environment)
  }

  /// What was done, without the folder's name.
  private var done: [String] { fixture.lines("python").map { String($0.prefix { $0 != "/" }) } }

  @Test func installsThePinnedPackageAndThenNothing() async throws {
    #expect(throws: LocalEngineError.self) { try installation.require(model) }
    let installed = try await installation.setUp(model)
    #expect(installed.runtime.server == .xllamacpp(version: EngineRuntime.pinnedPackageVersion))
    #expect(Disk.read(installed.runtime.launcher) == Array(ServerLauncher.script.utf8))
    let again = try await installation.setUp(model, progress: { event in Issue.record("worked again: \(event)") })
    #expect(again == installed)
    #expect(done == ["venv ", "pip install"])
  }

  @Test func aServerOnPathIsPreferred() async throws {
    let path = try fixture.program("bin/llama-server", ServerStandIn.source)
    let installed = try await installation.setUp(model)
    #expect(installed.runtime.server == .llamaServer(path: path, build: 9000))
    #expect(done == ["venv "])
  }

  @Test func anOldServerOnPathIsPassedOver() async throws {
    let old = ServerStandIn.source.replacing("version: 9000", with: "version: 4000")
    _ = try fixture.program("bin/llama-server", old)
    let recorder = ProgressRecorder(fixture.root + "/progress")
    let installed = try await installation.setUp(model, progress: recorder.handler)
    #expect(installed.runtime.version == "xllamacpp \(EngineRuntime.pinnedPackageVersion)")
    #expect(recorder.text.contains("is older than b7000"))
  }

  @Test func setupsAtOnceWorkOnce() async throws {
    let installation = installation
    let model = model
    async let first = installation.setUp(model)
    async let second = installation.setUp(model)
    #expect(try await first == second)
    #expect(done == ["venv ", "pip install"])
  }

  @Test func aMissingVenvModuleIsNamed() async throws {
    try fixture.write("no-ensurepip", [])
    await #expect(throws: LocalEngineError.noVirtualEnvironment) { try await installation.setUp(model) }
  }

  @Test func aMissingPackageIsNamedAndTheNextSetupGoesOn() async throws {
    let noIndex = try fixture.write("no-index", [])
    await #expect { try await installation.setUp(model) } throws: { error in
      (error as? LocalEngineError)?.code == .noPackage
    }
    #expect(try installation.installed(model) == nil)
    try Disk.remove(noIndex)
    _ = try await installation.setUp(model)
    #expect(done == ["venv ", "pip install", "pip install"])
  }

  @Test func withoutPythonTheRemedyIsToInstallIt() async throws {
    try Disk.remove(fixture.root + "/bin/python3")
    await #expect { try await installation.setUp(model) } throws: { error in
      (error as? LocalEngineError)?.description.contains("apt install python3 python3-venv") == true
    }
  }
}
