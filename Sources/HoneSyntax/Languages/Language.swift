/// A language that Hone has a grammar for.
package struct Language: Sendable {
  /// The name in recipes and on the command line, also of the grammar's file: `csharp`.
  package let name: String
  /// The name for people: `C#`.
  package let title: String
  /// Other names in recipes and on the command line, those of ast-grep among them: `cs`.
  package let aliases: [String]
  /// The ends of file names, without their dot, in lower case.
  package let extensions: [String]
  /// Whole file names.
  package let fileNames: [String]
  /// The programs in the first line of scripts, without version.
  package let interpreters: [String]
  /// What begins a comment that ends with its line.
  package let lineComment: String?
  /// What begins and ends a comment over several lines.
  package let blockComment: Enclosure?
  /// The name of the grammar's function after `tree_sitter_`.
  let symbol: String

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
    self.name = name
    self.title = title
    self.aliases = aliases
    self.extensions = extensions
    self.fileNames = fileNames
    self.interpreters = interpreters
    self.lineComment = lineComment
    self.blockComment = blockComment.map { Enclosure(open: $0.0, close: $0.1) }
    self.symbol = symbol ?? name
  }
}

extension Language: Hashable {
  package static func == (first: Language, second: Language) -> Bool { first.name == second.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Language: CustomStringConvertible {
  package var description: String { title }
}
