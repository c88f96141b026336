/// A language that Hone has a grammar for.
///
/// Values share what is known, so that copying one is cheap.
package struct Language: Sendable {
  private let known: Known

  private final class Known: Sendable {
    let name: String
    let title: String
    let aliases: [String]
    let extensions: [String]
    let fileNames: [String]
    let interpreters: [String]
    let lineComment: String?
    let blockComment: Enclosure?
    let symbol: String

    init(
      name: String, title: String, aliases: [String], extensions: [String], fileNames: [String],
      interpreters: [String], lineComment: String?, blockComment: Enclosure?, symbol: String
    ) {
      self.name = name
      self.title = title
      self.aliases = aliases
      self.extensions = extensions
      self.fileNames = fileNames
      self.interpreters = interpreters
      self.lineComment = lineComment
      self.blockComment = blockComment
      self.symbol = symbol
    }
  }

  /// The name in recipes and on the command line, also of the grammar's file: `csharp`.
  package var name: String { known.name }
  /// The name for people: `C#`.
  package var title: String { known.title }
  /// Other names in recipes and on the command line, those of ast-grep among them: `cs`.
  package var aliases: [String] { known.aliases }
  /// The ends of file names, without their dot, in lower case.
  package var extensions: [String] { known.extensions }
  /// Whole file names.
  package var fileNames: [String] { known.fileNames }
  /// The programs in the first line of scripts, without version.
  package var interpreters: [String] { known.interpreters }
  /// What begins a comment that ends with its line.
  package var lineComment: String? { known.lineComment }
  /// What begins and ends a comment over several lines.
  package var blockComment: Enclosure? { known.blockComment }
  /// The name of the grammar's function after `tree_sitter_`.
  var symbol: String { known.symbol }

  /// The two ends of something.
  package struct Enclosure: Hashable, Sendable {
    package var open: String
    package var close: String
  }

  init(
    _ name: String, _ title: String, aliases: [String] = [], extensions: [String], fileNames: [String] = [],
    interpreters: [String] = [], lineComment: String? = nil, blockComment: (String, String)? = nil,
    symbol: String? = nil
  ) {
    known = Known(
      name: name, title: title, aliases: aliases, extensions: extensions, fileNames: fileNames,
      interpreters: interpreters, lineComment: lineComment,
      blockComment: blockComment.map { Enclosure(open: $0.0, close: $0.1) }, symbol: symbol ?? name)
  }
}

extension Language: Hashable {
  package static func == (first: Language, second: Language) -> Bool {
    first.known === second.known || first.name == second.name
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Language: CustomStringConvertible {
  package var description: String { title }
}
