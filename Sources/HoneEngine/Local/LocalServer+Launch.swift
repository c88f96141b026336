internal import HoneCore
internal import HoneSystem

/// How a server is launched, and what its log says when that fails.
extension LocalServer {
  func command(
    _ installed: EngineInstallation.Installed, _ files: ServerFiles, threads: Int, context: Int, key: String
  ) -> ChildProcess.Command {
    let server =
      switch installed.runtime.server {
      case .xllamacpp: "xllamacpp"
      case .llamaServer(let path, _): path
      }
    let options: [(String, String)] = [
      ("server", server), ("model", installed.model.path), ("alias", installed.model.description.id),
      ("context", String(context)), ("threads", String(threads)), ("batch", String(settings.batchTokens ?? 0)),
      ("cache-mib", String(settings.promptCacheMiB)),
      ("idle", String(settings.idleTime / .seconds(1))), ("address", files.address), ("lock", files.lock),
      ("record", files.record), ("used", files.used), ("log", files.log), ("log-limit", String(settings.logLimit)),
      ("pace", files.pace), ("kv", files.cache(of: installed.runtime)),
      ("kv-limit", String(settings.savedCacheMiB << 20)),
    ]
    var environment = environment
    environment["HONE_SERVER_KEY"] = key
    return ChildProcess.Command(
      installed.runtime.python, ["-I", installed.runtime.launcher] + options.map { "--\($0)=\($1)" },
      environment: environment, directory: "/")
  }

  /// Starts the log anew when it has grown, and says where the next server's messages begin.
  func shortenLog(_ log: String) throws(LocalEngineError) -> Int64 {
    guard let size = Disk.stamp(log)?.byteCount else { return 0 }
    if size < Int64(settings.logLimit) / 4 { return size }
    try Disk.remove(log)
    return 0
  }

  func failure(_ files: ServerFiles, offset: Int64) -> LocalEngineError {
    let tail = WatchedChild.tail(of: files.log, bytes: 4096, after: offset)
    let lines = tail.split(separator: "\n").suffix(5).joined(separator: "\n  ")
    return LocalEngineError(
      .startFailed, "the local server ended while it was starting" + (lines.isEmpty ? "" : ":\n  \(lines)\n"),
      remedy: "see \(files.log), or run git hone engine setup again")
  }

  /// 256 random bits as hexadecimal digits.
  static func randomKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hexadecimal
  }
}
