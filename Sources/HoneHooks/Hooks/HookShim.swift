internal import HoneCore

/// The file that git starts as a hook of Hone's: a file of its own, never a link.
///
/// Through a link, whoever writes "his" hook with `>`, `cp` or an installer writes over the program itself, for all
/// repositories of the machine. So it is a text whose interpreter is `hone-hook`: the kernel starts that with the path of the
/// file, without a shell in between. Its last line does the same for whoever hands the file to a shell. Where the program is
/// gone git cannot start the file, says so and stops: nothing goes on unchecked without a word.
enum HookShim {
  /// How long a first line is read whole by every kernel, with its line feed: 127 bytes on Linux before 5.1.
  private static let lineLimit = 127
  /// A larger file is none.
  static let sizeLimit = 16_384

  /// What the file of a hook holds that starts a program.
  /// - Parameter program: the absolute path of `hone-hook`. One that no first line can hold, with blanks in it or a long one,
  ///   is started by a shell.
  static func contents(starting program: [UInt8]) -> [UInt8] {
    let first = Array("#!".utf8) + program + [0x0a]
    guard first.count <= lineLimit, program.first == UInt8(ascii: "/"), !program.contains(where: { $0 <= 0x20 }) else {
      return script(starting: program)
    }
    return first + comment + handing(to: program)
  }

  /// The program that a file of either form starts; `nil` for any other file, even one that only adds a line.
  static func program(of bytes: [UInt8]) -> [UInt8]? {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "'")), bytes.starts(with: "#!/".utf8) else { return nil }
    let isShell = bytes.starts(with: shell + Array("exec '".utf8))
    if isShell {
      guard let program = word(bytes[(shell.count + 6)...], before: end) else { return nil }
      return script(starting: program) == bytes ? program : nil
    }
    // The words of the comment may be those of another release.
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    guard lines.count == 4, lines[1].starts(with: "# Hone's hook".utf8), lines[3].isEmpty else { return nil }
    let program = Array(lines[0].dropFirst(2))
    guard program.ends(with: "/\(HookProgram.name)"), lines[2] + [0x0a] == handing(to: program)[...] else { return nil }
    return program
  }

  private static func word(_ rest: ArraySlice<UInt8>, before end: Int) -> [UInt8]? {
    guard rest.startIndex <= end else { return nil }
    let program = ShellWord.unquoted(rest[..<end])
    return program.ends(with: "/\(HookProgram.name)") ? program : nil
  }

  private static let shell = Array("#!/bin/sh\n".utf8)
  private static let comment = Array(
    ("# Hone's hook. `git hone hook uninstall` takes it away and puts back what was here before;"
      + " where Hone is gone, delete this file.\n").utf8)

  private static func script(starting program: [UInt8]) -> [UInt8] { shell + handing(to: program) }

  /// The line by which a shell becomes the program.
  private static func handing(to program: [UInt8]) -> [UInt8] {
    Array("exec ".utf8) + ShellWord.quoted(program) + Array(" as \"$0\" \"$@\"\n".utf8)
  }
}

extension [UInt8] {
  /// Whether the bytes end with `text`.
  func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
