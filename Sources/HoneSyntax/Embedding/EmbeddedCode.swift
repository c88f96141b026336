/// A script or a style sheet in an HTML file: code of another language.
///
/// Which these are follows ast-grep's built-in injection, as it was observed (0.51): what stands between the tags of `script`
/// and `style` elements, each by itself; JavaScript and CSS unless the attribute `lang` names another language; and whatever
/// the attribute `type` says.
package struct EmbeddedCode: Hashable, Sendable {
  /// What the attribute `type` says of a script.
  package enum Form: Hashable, Sendable {
    /// A module of JavaScript, which may import.
    case module
    /// Data in JSON, among them import maps.
    case json
    /// A type that browsers do not run, such as that of a template.
    case foreign
    /// Everything else: a script that browsers run, and a style sheet.
    case other
  }

  /// The element around it.
  package enum Element: String, CaseIterable, Hashable, Sendable {
    case script, style
  }

  /// Bytes of the file, from 0, beginning with a line that is not blank where there is one; never empty.
  package var range: Range<Int>
  package var language: Language
  package var element: Element
  package var form: Form

  package init(range: Range<Int>, language: Language, element: Element, form: Form = .other) {
    self.range = range
    self.language = language
    self.element = element
    self.form = form
  }

  /// The scripts and style sheets in an HTML file, ascending; those in languages that are not `Language.embedded` are left
  /// out.
  ///
  /// They are found by HTML's tags and comments alone, without a tree of the file: pages are full of templates and of
  /// mistakes that browsers forgive.
  package static func all(in bytes: [UInt8]) -> [EmbeddedCode] {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = MarkupScanner(bytes)
      var found: [EmbeddedCode] = []
      while let (element, tag, range) = scanner.next() {
        let name = tag.lang.isEmpty ? (element == .script ? "javascript" : "css") : tag.lang
        guard let language = Language.named(name), Language.embedded.contains(language), !range.isEmpty else {
          continue
        }
        let form = element == .script ? Form(type: tag.type) : .other
        found.append(
          EmbeddedCode(range: withoutBlankStart(range, of: bytes), language: language, element: element, form: form))
      }
      return found
    }
  }

  /// A range without the blank lines that it begins with, or the blank rest of the line.
  private static func withoutBlankStart(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    guard let code = bytes[range].firstIndex(where: { $0 > 0x20 }) else { return range }
    let line = bytes[range.lowerBound..<code].lastIndex(of: 0x0a)
    return (line.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
  }
}

extension EmbeddedCode.Form {
  /// Source: the types of scripts in the HTML standard, section "The script element".
  fileprivate init(type: String) {
    // Parameters of the type follow a semicolon.
    let type = type.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    let isJSON = type.hasSuffix("/json") || type.hasSuffix("+json") || ["importmap", "speculationrules"].contains(type)
    let isRun =
      type.isEmpty
      || ["javascript", "ecmascript", "jscript", "livescript", "babel", "jsx", "typescript"].contains {
        type.contains($0)
      }
    self = type == "module" ? .module : isJSON ? .json : isRun ? .other : .foreign
  }
}

extension Language {
  /// The language that holds code of others.
  package static let host = Language.named("html") ?? .text

  /// The languages of code that is looked for in HTML.
  package static let embedded = Set(["css", "javascript", "tsx", "typescript"].compactMap(Language.named))
}

extension Set<Language> {
  /// These, and the languages whose files may hold code of one of them.
  package var withHosts: Set<Language> { isDisjoint(with: Language.embedded) ? self : union([.host]) }

  /// These, and the languages of code that files in one of them may hold.
  package var withHosted: Set<Language> { contains(.host) ? union(Language.embedded) : self }
}
