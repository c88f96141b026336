/// A hook that is written for the shell and looks at its own name.
///
/// POSIX: `sh -c '. file' name arguments` runs the commands of a file with `$0` as the name. A script that compares its name
/// with `BASH_SOURCE`, to tell whether it is run or read, is left alone.
struct HookScript {
  /// How many bytes of a hook are looked at.
  static let limit = 1 << 20
  /// What git does with a script that names no interpreter.
  static let plain = HookScript(shell: "/bin/sh", options: [])

  /// The program that reads the script.
  let shell: String
  /// Its options, before those that Hone adds.
  let options: [[UInt8]]

  private init(shell: String, options: [[UInt8]]) {
    self.shell = shell
    self.options = options
  }

  /// - Returns: `nil` for what is no script of the shell, or one that does not ask for its name.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "#!".utf8), let end = bytes.firstIndex(of: 0x0a), end < 128 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let asks = ["$0", "${0"].contains { text.contains($0) }
    guard asks, !text.contains("BASH_SOURCE") else { return nil }
    var words = String(decoding: bytes[2..<end], as: UTF8.self).split { $0 == " " || $0 == "\t" || $0 == "\r" }
      .map(String.init)
    guard words.count <= 2, !words.isEmpty else { return nil }
    let program = words.removeFirst()
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    if name == "env" {
      guard words.count == 1, Self.shells.contains(words[0]) else { return nil }
    } else {
      guard Self.shells.contains(name) else { return nil }
    }
    self.init(shell: program, options: words.map { Array($0.utf8) })
  }

  /// Whether a script of no shell asks for the last part of a path, as the languages spell it: `File.basename`, `os.path.basename`,
  /// `path.basename`, `Path(__file__).name`, `fileparse`.
  static func asksForLastPart(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "#!".utf8) else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    let interpreter = text.prefix { !$0.isNewline }.split { "/ ".contains($0) }
    // A script that also asks for its folder would look for its companions beside the link.
    guard !interpreter.contains(where: { shells.contains(String($0)) }),
      !["dirname", "BASH_SOURCE", ".parent", "require_relative"].contains(where: { text.contains($0) })
    else { return false }
    return ["basename", "__file__).name", "argv[0]).name", "fileparse"].contains { text.contains($0) }
  }

  private static let shells: Set<String> = ["sh", "bash", "dash", "ash", "ksh"]
}
