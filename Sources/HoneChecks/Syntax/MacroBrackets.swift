internal import HoneCore
internal import HoneText

/// Macros of C and C++ whose own brackets do not pair up, so that those of the file tell nothing.
enum MacroBrackets {
  private static let word = LiteralFinder("define")
  private static let families: Set<String> = ["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "m", "mm"]

  /// Whether a file has such a macro.
  static func areOpen(in file: CheckedFile) -> Bool {
    let ending = file.path.fileExtension
    guard families.contains(ending) else { return false }
    return file.contents.offsets(of: word).contains { place in
      let before = file.contents[..<place].reversed().drop { $0 == 0x20 || $0 == 0x09 }
      guard before.first == UInt8(ascii: "#") else { return false }
      return BracketBalance.fault(in: Array(body(in: file.contents, from: place)), fileExtension: ending) != nil
    }
  }

  /// The line of a macro, and those that go on with it.
  private static func body(in text: [UInt8], from start: Int) -> ArraySlice<UInt8> {
    var end = start
    while let line = text[end...].firstIndex(of: 0x0a) {
      let last = text[start..<line].last { $0 != 0x0d }
      guard last == UInt8(ascii: "\\") else { return text[start..<line] }
      end = line + 1
    }
    return text[start...]
  }
}
