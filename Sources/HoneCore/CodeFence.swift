/// A line that opens or closes a fenced code block of Markdown: three or more backticks or tildes.
///
/// Source: CommonMark 0.31, section 4.5 (up to three spaces before the fence; a closing fence is at least as long as
/// the opening one and has nothing after it; the info string of a backtick fence holds no backtick).
struct CodeFence: Hashable, Sendable {
  /// The backtick or the tilde.
  var character: UInt8
  /// How many of them.
  var length: Int
  /// Whether text follows, such as the name of a language: only an opening fence may have that.
  var hasInfo: Bool

  /// Reads a fence; `nil` when the line is none.
  init?(_ line: ArraySlice<UInt8>) {
    let blanks = line.prefix { $0 == 0x20 }.count
    let rest = line.dropFirst(blanks)
    guard blanks <= 3, let first = rest.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    character = first
    length = rest.prefix { $0 == first }.count
    let info = rest.dropFirst(length).filter { $0 != 0x0d && !$0.isBlank }
    hasInfo = !info.isEmpty
    if length < 3 || first == UInt8(ascii: "`") && info.contains(first) { return nil }
  }

  /// Makes the fence that `text` writes, for example three backticks.
  init(character: UInt8, length: Int) {
    self.character = character
    self.length = length
    hasInfo = false
  }

  /// Whether this line ends the block that `opening` began.
  func closes(_ opening: CodeFence) -> Bool {
    character == opening.character && length >= opening.length && !hasInfo
  }
}
