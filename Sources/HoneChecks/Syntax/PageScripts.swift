internal import HoneCore
internal import HoneSyntax
internal import HoneText

/// The scripts of a page that browsers run, as checks look at them.
enum PageScripts {
  /// What stands in scripts that become code only when the page is filled in.
  private static let filledIn = [
    "{{", "{%", "{#", "<%", "<?", "<#", "<c:", "<jsp:", "[[", "[(", "@(", "@{", "@Html", "@Model", "#if", "#end",
    "#set", "$def",
    "$:", "%>", "<tmpl", "<TMPL", "<!--#",
  ].map { LiteralFinder($0) }
  private static let place = LiteralFinder("${")
  private static let backtick = LiteralFinder("`")

  /// The scripts of a page in their order; none of a file that is no page.
  static func all(in file: CheckedFile) -> [EmbeddedCode] {
    file.embeddedCode.filter { $0.element == .script && ($0.form == .module || $0.form == .other) }
  }

  /// Whether a script is to be filled in with something first, so that it need not be code.
  static func isToBeFilledIn(_ text: [UInt8]) -> Bool {
    filledIn.contains { $0.occurs(in: text) } || place.occurs(in: text) && !backtick.occurs(in: text)
  }
}
