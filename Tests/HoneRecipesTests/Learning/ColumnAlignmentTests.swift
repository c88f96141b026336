import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// Columns that stay aligned when the code before them changes.
struct ColumnAlignmentTests {
  /// A Go file in which one name becomes another, with the columns that move.
  private func renaming(_ old: String, to new: String, in text: String) throws -> String {
    let source = Array(text.utf8)
    let starts = text.utf8.indices.map { text.utf8.distance(from: text.utf8.startIndex, to: $0) }
      .filter { source[$0...].starts(with: old.utf8) }
    let replacements = starts.map { Replacement(range: $0..<($0 + old.utf8.count), bytes: Array(new.utf8)) }
    let language = try #require(Language.named("go"))
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: language))
    let made = try parser.parse(AppliedEdits(replacements, to: TextLines(source)).bytes)
    let aligned = ColumnAlignment(replacements, of: source, tree: made).result
    return String(decoding: try AppliedEdits(aligned, to: TextLines(source)).bytes, as: UTF8.self)
  }

  @Test func `The fields of a struct stay in columns`() throws {
    let before = """
      package p

      type T struct {
      \tIn    string `json:"in"`
      \tProto string `json:"proto"`
      \tErr   bool   `json:"err"`

      \tother bool
      }

      """
    let after = """
      package p

      type T struct {
      \tIn      string `json:"in"`
      \tNetwork string `json:"proto"`
      \tErr     bool   `json:"err"`

      \tother bool
      }

      """
    #expect(try renaming("Proto", to: "Network", in: before) == after)
  }

  @Test func `The values of a literal follow a shorter key, and comments a longer type`() throws {
    #expect(
      try renaming("Name", to: "ID", in: "package p\n\nvar a = T{\n\tName: 1, // é\n\tNew:  2, // b\n}\n")
        == "package p\n\nvar a = T{\n\tID:  1, // é\n\tNew: 2, // b\n}\n")
    #expect(
      try renaming("int", to: "string", in: "package p\n\ntype T struct {\n\ta int  // x\n\tb bool // y\n}\n")
        == "package p\n\ntype T struct {\n\ta string // x\n\tb bool   // y\n}\n")
  }

  @Test func `Constants keep their types and values in columns`() throws {
    #expect(
      try renaming("Low", to: "Lowest", in: "package p\n\nconst (\n\tLow  Level = 1\n\tHigh Level = 2\n)\n")
        == "package p\n\nconst (\n\tLowest Level = 1\n\tHigh   Level = 2\n)\n")
  }

  @Test(arguments: [
    // Nothing was aligned.
    "package p\n\ntype T struct {\n\tProto string\n\tErrors bool\n}\n",
    // A blank line, a comment and another indentation end a column.
    "package p\n\ntype T struct {\n\tProto string\n\n\tErr   bool\n}\n",
    "package p\n\ntype T struct {\n\tProto string\n\t// b\n\tErr   bool\n}\n",
    "package p\n\ntype T struct {\n\tProto string\n\t\tErr   bool\n}\n",
  ])
  func `What did not stand in a column with it is left alone`(text: String) throws {
    #expect(try renaming("Proto", to: "Network", in: text) == text.replacing("Proto", with: "Network"))
  }

  @Test func `A column whose blanks an edit brings is part of that edit`() throws {
    let before = "package p\n\nvar a = T{\n\tb:  1,\n\tcc: 2,\n}\n"
    #expect(try renaming("b:  1", to: "bbbb: 3", in: before) == "package p\n\nvar a = T{\n\tbbbb: 3,\n\tcc: 2,\n}\n")
    #expect(try renaming("b", to: "bbbb", in: before) == "package p\n\nvar a = T{\n\tbbbb: 1,\n\tcc:   2,\n}\n")
  }
}
