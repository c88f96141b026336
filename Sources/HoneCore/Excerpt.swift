/// A short piece of a file or a reply inside a message: one line, quoted, without control characters.
///
/// What an engine or a repository wrote goes to a terminal here, so escape sequences must not survive.
struct Excerpt: CustomStringConvertible {
  /// The text in backticks, cut after 60 characters.
  let description: String

  init(_ bytes: ArraySlice<UInt8>) {
    self.init(String(decoding: bytes.prefix(240), as: UTF8.self))
  }

  init(_ text: String) {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(61) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: shown += "\u{fffd}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    if shown.unicodeScalars.count > 60 { shown = String(shown.unicodeScalars.prefix(60)) + "..." }
    description = "`\(shown)`"
  }
}
