/// Finds the scripts and style sheets in HTML files; one a thread.
package final class EmbeddedCodeReader {
  /// A parser that is made when the first HTML file is met.
  private final class Host {
    var parser: SyntaxParser

    init(_ grammar: Grammar) throws(GrammarError) { parser = try SyntaxParser(grammar) }
  }

  private let library: GrammarLibrary
  private let limits: ParseLimits
  private var host: Host?

  package init(library: GrammarLibrary = .standard, limits: ParseLimits = ParseLimits()) {
    self.library = library
    self.limits = limits
  }

  /// The scripts and style sheets in an HTML file, ascending.
  /// - Throws: `GrammarError` without a grammar of HTML, `ParseFailure` when the file is too large or takes too long.
  package func code(in bytes: [UInt8]) throws -> [EmbeddedCode] {
    let host = try host ?? Host(library.grammar(for: .host))
    self.host = host
    return try host.parser.parse(bytes, limits: limits).embeddedCode
  }
}
