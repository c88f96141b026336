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
    /// Everything else.
    case other
  }

  /// The element around it.
  package enum Element: String, Hashable, Sendable {
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

extension SyntaxTree {
  /// The scripts and style sheets in HTML, ascending; those in languages that are not `Language.embedded` are left out.
  package var embeddedCode: [EmbeddedCode] {
    let elements = [EmbeddedCode.Element.script, .style].reduce(into: [UInt16: EmbeddedCode.Element]()) {
      for symbol in grammar.symbols(named: "\($1.rawValue)_element") { $0[symbol] = $1 }
    }
    return nodes.indices.compactMap { index in
      elements[nodes[index].symbol].flatMap { code(in: SyntaxNode(tree: self, index: index), $0) }
    }
  }

  private func code(in node: SyntaxNode, _ element: EmbeddedCode.Element) -> EmbeddedCode? {
    guard let text = node.children.first(where: { $0.kind == "raw_text" }), !text.range.isEmpty else { return nil }
    let tag = node.children.first { $0.kind == "start_tag" }
    let lang = tag?.attribute("lang") ?? ""
    let name = lang.isEmpty ? (element == .script ? "javascript" : "css") : lang
    guard let language = Language.named(name), Language.embedded.contains(language) else { return nil }
    return EmbeddedCode(
      range: withoutBlankStart(text.range), language: language, element: element,
      form: element == .script ? EmbeddedCode.Form(type: tag?.attribute("type") ?? "") : .other)
  }
}

extension SyntaxTree {
  /// A range without the blank lines that it begins with, or the blank rest of the line.
  private func withoutBlankStart(_ range: Range<Int>) -> Range<Int> {
    guard let code = source[range].firstIndex(where: { $0 > 0x20 }) else { return range }
    let line = source[range.lowerBound..<code].lastIndex(of: 0x0a)
    return (line.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
  }
}

extension EmbeddedCode.Form {
  /// Source: the types of scripts in the HTML standard, section "The script element".
  fileprivate init(type: String) {
    // Parameters of the type follow a semicolon.
    let type = type.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    let isJSON = type.hasSuffix("/json") || type.hasSuffix("+json") || ["importmap", "speculationrules"].contains(type)
    self = type == "module" ? .module : isJSON ? .json : .other
  }
}

extension SyntaxNode {
  /// The value of the first attribute of that very name in a tag of HTML; empty where it has none.
  fileprivate func attribute(_ name: String) -> String? {
    for attribute in children where attribute.kind == "attribute" {
      guard let key = attribute.children.first(where: { $0.kind == "attribute_name" }),
        key.text.elementsEqual(name.utf8)
      else { continue }
      let values = attribute.children.flatMap { child in
        child.kind == "quoted_attribute_value" ? Array(child.children) : [child]
      }
      return values.first { $0.kind == "attribute_value" }.map { String(decoding: $0.text, as: UTF8.self) } ?? ""
    }
    return nil
  }
}
