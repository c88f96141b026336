package import HoneSystem

/// The embedded engine on this machine: a runtime and models under the user's data folder (`git hone engine setup`).
package struct EngineInstallation: Sendable {
  /// What `setUp` found or made.
  package struct Installed: Hashable, Sendable {
    package var runtime: EngineRuntime
    package var model: InstalledModel
  }

  private let directories: UserDirectories
  private let environment: Environment
  private let runtimes: RuntimeInstaller
  private let models: ModelStore

  /// - Parameters:
  ///   - directories: where the user's data lies.
  ///   - environment: `PATH`, pip's settings, `HTTPS_PROXY` and `HF_ENDPOINT` are read from it.
  package init(directories: UserDirectories, environment: Environment = .current) {
    self.directories = directories
    self.environment = environment
    runtimes = RuntimeInstaller(folder: directories.data + "/engines/llama", environment: environment)
    models = ModelStore(folder: directories.data + "/models", environment: environment)
  }

  /// What is ready to start, without waiting, asking the network or starting a program; `nil` when something is missing.
  /// - Throws: `LocalEngineError` when the model is a file of the user's that cannot be used.
  package func installed(_ model: ModelDescription) throws(LocalEngineError) -> Installed? {
    guard let runtime = runtimes.installed(), let file = try models.installed(model) else { return nil }
    return Installed(runtime: runtime, model: file)
  }

  /// What is ready to start, or the error that names the setup command.
  package func require(_ model: ModelDescription) throws(LocalEngineError) -> Installed {
    if let installed = try installed(model) { return installed }
    let argument = model == ModelCatalog.standard ? "" : " --model \(model.id)"
    throw LocalEngineError(
      .notInstalled, "the local engine with \(model.name) is not set up",
      remedy: "run git hone engine setup\(argument)")
  }

  /// Makes what is missing and returns in milliseconds when nothing is.
  ///
  /// Two setups at the same time do the work once: the second waits for the first.
  /// - Throws: `LocalEngineError`, or `CancellationError`; downloads that were cut short go on at the next call.
  package func setUp(
    _ model: ModelDescription, progress: @escaping EngineProgressHandler = { _ in }
  ) async throws -> Installed {
    if let installed = try installed(model) { return installed }
    try Disk.makeFolder(directories.data + "/engines")
    return try await FileLock.withLock(at: lock, onWait: { progress(.began(.waiting, detail: "another setup")) }) {
      let runtime = try await runtimes.install(progress: progress)
      let file = try await models.install(model, python: runtime.python, progress: progress)
      return Installed(runtime: runtime, model: file)
    }
  }

  private var lock: String { directories.data + "/engines/setup.lock" }
}
