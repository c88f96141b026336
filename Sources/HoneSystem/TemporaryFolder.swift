#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A private folder for a moment.
package enum TemporaryFolder {
  /// Runs `body` with a new folder below `TMPDIR`, and removes the folder with everything in it afterwards.
  /// - Parameters:
  ///   - name: what the folder's name begins with.
  ///   - body: takes the folder's absolute path, without a final slash.
  /// - Throws: `SystemError` when the folder cannot be made, and whatever `body` throws.
  package static func with<Result>(_ name: String, _ body: (String) throws -> Result) throws -> Result {
    var template = Array("\(Environment.current["TMPDIR"] ?? "/tmp")/\(name)-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemError("make a temporary folder") }
    let path = String(cString: made)
    defer {
      var removal = ChildProcess.Command("rm", ["-rf", "--", path])
      removal.isShieldedFromTerminal = true
      _ = try? ChildProcess.run(removal)
    }
    return try body(path)
  }
}
