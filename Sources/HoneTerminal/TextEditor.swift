#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// The user's editor, as git starts it.
package struct TextEditor: Sendable {
  package init() {}

  /// The command that a shell interprets, for example `vim` or `code --wait`: git knows the order of its settings.
  private static var command: String {
    let asked = try? ChildProcess.run(ChildProcess.Command("git", ["var", "GIT_EDITOR"]))
    let text = asked.flatMap { $0.status.isSuccess ? String(decoding: $0.standardOutput, as: UTF8.self) : nil } ?? "vi"
    return String(text.prefix { !$0.isNewline })
  }

  /// Opens the editor on a private temporary file that holds `text`.
  /// - Returns: what was saved; `nil` when the editor could not be started or ended with an error.
  package func edit(_ text: String, name: String) -> String? {
    let saved: [UInt8]? = try? TemporaryFolder.with("git-hone") { folder -> [UInt8]? in
      let path = "\(folder)/\(name)"
      guard Self.save(Array(text.utf8), at: path) else { return nil }
      let command = Self.command
      var child = ChildProcess.Command("sh", ["-c", "\(command) \"$@\"", command, path])
      child.sharesTerminal = true
      // Ctrl-C is the editor's while it has the terminal.
      let ended = try SignalAction.ignoring([SIGINT, SIGQUIT]) { try ChildProcess.run(child) }
      return ended.status.isSuccess ? Self.load(path) : nil
    }
    return saved.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func save(_ bytes: [UInt8], at path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count
  }

  private static func load(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
