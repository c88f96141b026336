#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import HoneSystem

/// Makes the folder `engines/llama`: a private Python environment, the launcher, and a server for it to start.
///
/// The file `installed.json` is written last, so a setup that was cut short counts as none and is made anew.
struct RuntimeInstaller: Sendable {
  /// The folder that holds everything.
  let folder: String
  let environment: Environment

  private var python: String { folder + "/bin/python" }
  private var launcher: String { folder + "/hone-launcher.py" }
  private var marker: String { folder + "/installed.json" }
  private var log: String { folder + ".log" }

  /// The runtime that is ready to start; `nil` when there is none or it is of another version than Hone's own.
  func installed() -> EngineRuntime? {
    guard let bytes = Disk.read(marker), let runtime = try? JSONDecoder().decode(EngineRuntime.self, from: Data(bytes)),
      Disk.isExecutable(runtime.python), isLauncherCurrent
    else { return nil }
    switch runtime.server {
    case .xllamacpp(let version): return version == EngineRuntime.pinnedPackageVersion ? runtime : nil
    case .llamaServer(let path, _): return Disk.isExecutable(path) ? runtime : nil
    }
  }

  /// Whether the launcher is this version's; that of another version is replaced, since a server reads it only when it starts.
  private var isLauncherCurrent: Bool {
    let script = Array(ServerLauncher.script.utf8)
    guard let there = Disk.read(launcher) else { return false }
    return there == script || (try? Disk.replace(launcher, with: script)) != nil
  }

  /// Makes what is missing.
  /// - Throws: `LocalEngineError`, or `CancellationError`.
  func install(progress: EngineProgressHandler) async throws -> EngineRuntime {
    if let runtime = installed() { return runtime }
    try Disk.remove(marker)
    if !Disk.isExecutable(python) || Disk.read(folder + "/pyvenv.cfg") == nil || !Disk.exists(folder + "/has-pip") {
      try await createEnvironment(progress: progress)
    }
    let server: EngineRuntime.Server
    if let found = try await serverOnPath(progress: progress) {
      server = found
    } else {
      try await installPackage(progress: progress)
      server = .xllamacpp(version: EngineRuntime.pinnedPackageVersion)
    }
    try Disk.replace(launcher, with: Array(ServerLauncher.script.utf8))
    let runtime = EngineRuntime(python: python, launcher: launcher, server: server)
    try Disk.replace(marker, with: Array(try JSONEncoder().encode(runtime)))
    return runtime
  }

  /// Makes a fresh environment; needs about 15 MB.
  private func createEnvironment(progress: EngineProgressHandler) async throws {
    let interpreter = try PythonInterpreter.find(environment: environment)
    progress(.began(.creatingEnvironment, detail: "Python \(interpreter.major).\(interpreter.minor)"))
    try Disk.remove(folder)
    let command = ChildProcess.Command(interpreter.program, ["-m", "venv", folder], environment: quiet)
    let outcome = try await WatchedChild.run(command, log: log)
    guard outcome.status.isSuccess else {
      if outcome.output.contains("ensurepip") { throw LocalEngineError.noVirtualEnvironment }
      throw PipFailure.explain(outcome.output, subject: "the Python environment")
    }
    try Disk.replace(folder + "/has-pip", with: [])
  }

  /// Installs the pinned package, prebuilt only: nothing is compiled and no foreign build script runs.
  private func installPackage(progress: EngineProgressHandler) async throws {
    let requirement = "xllamacpp==\(EngineRuntime.pinnedPackageVersion)"
    progress(.began(.installingRuntime, detail: requirement))
    let command = ChildProcess.Command(
      python,
      ["-m", "pip", "install", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--progress-bar", "off"]
        + [requirement],
      environment: quiet)
    let outcome = try await WatchedChild.run(command, log: log)
    guard outcome.status.isSuccess else { throw PipFailure.explain(outcome.output, subject: requirement) }
  }

  /// The user's own `llama-server`, if it answers and is new enough.
  private func serverOnPath(progress: EngineProgressHandler) async throws -> EngineRuntime.Server? {
    guard let path = PythonInterpreter.path(of: "llama-server", environment: environment) else { return nil }
    let command = ChildProcess.Command(path, ["--version"], environment: environment)
    guard let outcome = try? await WatchedChild.run(command, log: log, timeout: .seconds(5)) else {
      try Task.checkCancellation()
      progress(.note("\(path) does not answer --version, so Hone installs its own server"))
      return nil
    }
    let build = EngineRuntime.build(inVersionText: outcome.output) ?? 0
    guard build >= EngineRuntime.oldestServerBuild else {
      let oldest = EngineRuntime.oldestServerBuild
      progress(.note("\(path) is older than b\(oldest), so Hone installs its own server"))
      return nil
    }
    return .llamaServer(path: path, build: build)
  }

  /// The user's environment, without the variables that would turn a private environment into a shared one.
  private var quiet: Environment {
    var copy = environment
    for name in ["PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"] {
      copy[name] = nil
    }
    copy["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return copy
  }
}
