import HoneSyntax
import Testing

@testable import HoneRecipes

/// A name that is private to its file, folder or type is renamed there and nowhere else.
struct PrivateNameTests {
  /// A definition, and a use of the name that stands in the same file and in another one.
  struct Case: CustomTestStringConvertible, Sendable {
    var language: String
    var definition: String
    var use: String
    var path = "src/part.txt"
    var testDescription: String { "\(language): \(definition)" }
  }

  private static let cases = [
    Case(language: "swift", definition: "private func load_all(_ x: Int) {}\n", use: "let a: Void = load_all(1)\n"),
    Case(language: "swift", definition: "fileprivate let load_all = 1\n", use: "let a = load_all\n"),
    Case(
      language: "swift", definition: "private extension Part {\n  func load_all() {}\n}\n", use: "let a = load_all()\n"),
    Case(
      language: "java", definition: "class A { private int load_all() { return 1; } int f() { return load_all(); } }\n",
      use: "class B { int g() { return load_all(); } }\n"),
    Case(
      language: "csharp", definition: "class A { private int load_all() { return 1; } }\n",
      use: "class B { int G() { return load_all(); } }\n"),
    Case(
      language: "c", definition: "static int load_all(int a) { return a; }\n",
      use: "int g(void) { return load_all(1); }\n", path: "src/part.c"),
    Case(
      language: "typescript", definition: "class A { private load_all() { return 1; } }\n",
      use: "class B { g() { return this.load_all(); } }\n"),
    Case(
      language: "javascript", definition: "class A { #load_all() { return 1; } }\n",
      use: "class B { g() { return this.#load_all(); } }\n"),
    Case(language: "rust", definition: "fn load_all() -> u8 { 1 }\n", use: "fn g() -> u8 { load_all() }\n"),
    Case(
      language: "rust", definition: "struct A { load_all: u8 }\n", use: "fn g(a: A) -> u8 { a.load_all }\n"),
    Case(
      language: "go", definition: "package p\n\nfunc load_all() int { return 1 }\n",
      use: "package q\n\nfunc g() int { return load_all() }\n", path: "src/part.go"),
    Case(language: "python", definition: "def _load_all():\n    return 1\n", use: "print(_load_all())\n"),
    Case(
      language: "python", definition: "class A:\n    def __load_all(self):\n        return 1\n",
      use: "class B:\n    def g(self):\n        return self.__load_all()\n"),
  ]

  private func parse(_ text: String, _ language: String) throws -> SyntaxTree {
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
    return try parser.parse(Array(text.utf8))
  }

  private func lesson(_ one: Case, _ definition: String) throws -> Lesson {
    let after = definition.replacing("load_all", with: "read_all")
    let example = LearningExample(
      before: try parse(definition, one.language), after: try parse(after, one.language), path: one.path)
    return try #require(Learner.lessons(from: [example]).first { $0.rule?.isRename == true })
  }

  @Test(arguments: cases)
  func `What is private is not renamed surely in other files`(one: Case) throws {
    let lesson = try lesson(one, one.definition)
    let tree = try parse(one.use, one.language)
    let elsewhere = lesson.proposals(in: tree, at: "other/file.txt")
    #expect(elsewhere.filter(\.isSure).isEmpty, "\(one)")
    // In Python it is a custom, and modules of Rust see what those around them have.
    if !["python", "rust"].contains(one.language) { #expect(elsewhere.isEmpty, "\(one)") }
    let here = lesson.proposals(in: tree, at: one.path)
    #expect(!here.isEmpty && here.allSatisfy { $0.isSure }, "\(one)")
  }

  @Test(arguments: [
    ("swift", "func load_all(_ x: Int) {}\n", "let a: Void = load_all(1)\n", "a.swift"),
    ("swift", "public private(set) var load_all = 1\n", "let a = load_all\n", "a.swift"),
    ("c", "int load_all(int a) { return a; }\n", "int g(void) { return load_all(1); }\n", "a.c"),
    ("c", "static inline int load_all(int a) { return a; }\n", "int g(void) { return load_all(1); }\n", "a.h"),
    ("rust", "pub fn load_all() -> u8 { 1 }\n", "fn g() -> u8 { load_all() }\n", "a.rs"),
    ("rust", "trait T { fn load_all(&self); }\n", "fn g(a: A) { a.load_all() }\n", "a.rs"),
    ("go", "package p\n\nfunc Load_all() int { return 1 }\n", "package q\n\nvar a = p.Load_all()\n", "a.go"),
    ("python", "def load_all():\n    return 1\n", "print(load_all())\n", "a.py"),
  ])
  func `What others can name is renamed in their files`(
    language: String, definition: String, use: String, path: String
  ) throws {
    let name = definition.contains("Load_all") ? "Load_all" : "load_all"
    let example = LearningExample(
      before: try parse(definition, language),
      after: try parse(definition.replacing(name, with: "read_part"), language), path: path)
    let lesson = try #require(Learner.lessons(from: [example]).first)
    let proposals = lesson.proposals(in: try parse(use, language), at: "other/file")
    #expect(!proposals.isEmpty && proposals.allSatisfy { $0.isSure }, "\(language)")
  }

  @Test func `A package of Go is its folder`() throws {
    let one = Self.cases.first { $0.language == "go" }
    let lesson = try lesson(#require(one), #require(one).definition)
    let tree = try parse("package p\n\nfunc h() int { return load_all() }\n", "go")
    #expect(lesson.proposals(in: tree, at: "src/other.go").map(\.isSure) == [true])
    #expect(lesson.proposals(in: tree, at: "src/sub/other.go").isEmpty)
    #expect(lesson.files == ["/src/*.go"])
  }

  @Test func `A use tells of the private definition in its file`() throws {
    let before = "static int load_all(int a) { return a; }\nint f(void) { return load_all(2); }\n"
    let after = before.replacing("return load_all", with: "return read_all")
    let example = LearningExample(before: try parse(before, "c"), after: try parse(after, "c"), path: "src/a.c")
    let lesson = try #require(Learner.lessons(from: [example]).first)
    let tree = try parse("int g(void) { return load_all(1); }\n", "c")
    #expect(lesson.proposals(in: tree, at: "src/b.c").filter(\.isSure).isEmpty)
    #expect(lesson.proposals(in: tree, at: "src/a.c").filter(\.isSure).count == 1)
  }

  @Test func `What only its uses were renamed of keeps its definition and its import, but for a look`() throws {
    let before = "x = load_all(1)\n"
    let example = LearningExample(
      before: try parse(before, "python"), after: try parse("x = read_all(1)\n", "python"), path: "a.py")
    let lesson = try #require(Learner.lessons(from: [example]).first)
    let tree = try parse("from shop import load_all\n\n\ndef load_all():\n    return load_all\n", "python")
    #expect(lesson.proposals(in: tree, at: "b.py").map(\.isSure) == [false, false, false])
    let user = try parse("print(load_all)\n", "python")
    #expect(lesson.proposals(in: user, at: "c.py").map(\.isSure) == [true])
  }
}
