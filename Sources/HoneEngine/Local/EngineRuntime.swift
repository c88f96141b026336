/// What runs the weights: the launcher's Python, and the server that the launcher starts.
package struct EngineRuntime: Hashable, Codable, Sendable {
  /// The two servers that the launcher knows.
  package enum Server: Hashable, Codable, Sendable {
    /// The server inside of the Python package `xllamacpp`, in the launcher's own process.
    case xllamacpp(version: String)
    /// A `llama-server` of the user's machine, as a child of the launcher.
    case llamaServer(path: String, build: Int)
  }

  /// The Python of the private environment.
  package var python: String
  /// The launcher script.
  package var launcher: String
  package var server: Server

  /// Name and version, for `engine status` and to notice that a running server is of another version.
  package var version: String {
    switch server {
    case .xllamacpp(let version): "xllamacpp \(version)"
    case .llamaServer(_, let build): "llama-server b\(build)"
    }
  }

  /// The version of `xllamacpp` that Hone was tried with.
  package static let pinnedPackageVersion = "2026.10.11549"

  /// The oldest `llama-server` that Hone starts: it bounds its prompt cache (`--cache-ram`) and shows its slots.
  package static let oldestServerBuild = 7000

  /// Reads the build number out of `llama-server --version` (`version: 8925 (0adede866)`); `nil` when there is none.
  static func build(inVersionText text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix("version:") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    return nil
  }
}
