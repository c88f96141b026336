import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// What is sure of a file by itself: no half of a pair, and nothing of another owner, kind of code or definition.
struct HalfEditTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var language: String
    var before: String
    var after: String
    /// Another file, with the sure places followed, and with all; `nil` where nothing is left to review.
    var rest: String
    var sure: String
    var all: String?

    init(
      _ name: String, _ language: String, _ before: String, _ after: String, in rest: String, sure: String,
      all: String? = nil
    ) {
      testDescription = name
      self.language = language
      self.before = before
      self.after = after
      self.rest = rest
      self.sure = sure
      self.all = all
    }

    /// A case of which nothing is sure.
    static func nothing(
      _ name: String, _ language: String, _ before: String, _ after: String, in rest: String, all: String? = nil
    ) -> Case {
      Case(name, language, before, after, in: rest, sure: rest, all: all)
    }
  }

  private static let rows = "def load_rows(c):\n    return c.rows()\n\n\ndef first(c):\n    return load_rows(c)[0]\n"
  private static let user = "from db import load_rows\n\n\ndef show(c):\n    print(load_rows(c))\n"

  private static let cases = [
    Case(
      "Two calls of one logger say nothing of other things that warn", "python",
      "def f(x):\n    logger.warn('a')\n    logger.warn(x)\n",
      "def f(x):\n    logger.warning('a')\n    logger.warning(x)\n",
      in: "self.warn('moving')\nwarnings.warn('old')\nlogger.warn('b')\n",
      sure: "self.warn('moving')\nwarnings.warn('old')\nlogger.warning('b')\n",
      all: "self.warning('moving')\nwarnings.warning('old')\nlogger.warning('b')\n"),
    Case(
      "The same in Java", "java", "class A { void f() { LOG.info(1); LOG.info(2); } }\n",
      "class A { void f() { LOG.debug(1); LOG.debug(2); } }\n",
      in: "class B { void g() { page.info(1); LOG.info(3); } }\n",
      sure: "class B { void g() { page.info(1); LOG.debug(3); } }\n",
      all: "class B { void g() { page.debug(1); LOG.debug(3); } }\n"),
    Case(
      "Imports follow a definition", "python", rows, rows.replacing("load_rows", with: "read_rows"), in: user,
      sure: user.replacing("load_rows", with: "read_rows")),
    .nothing(
      "A use that was renamed leaves the file of the definition for review, and imports nothing into it", "python",
      user, user.replacing("load_rows", with: "read_rows"), in: rows,
      all: rows.replacing("load_rows", with: "read_rows")),
    .nothing(
      "A function that is not asynchronous does not wait", "javascript",
      "async function f(id) {\n  return loadUserRecord(id);\n}\n",
      "async function f(id) {\n  return await loadUserRecord(id);\n}\n",
      in: "const g = (ids) => ids.map((id) => loadUserRecord(id));\n",
      all: "const g = (ids) => ids.map((id) => await loadUserRecord(id));\n"),
    Case(
      "An asynchronous one does", "javascript", "async function f(id) {\n  return loadUserRecord(id);\n}\n",
      "async function f(id) {\n  return await loadUserRecord(id);\n}\n",
      in: "const g = async (id) => {\n  return loadUserRecord(id);\n};\n",
      sure: "const g = async (id) => {\n  return await loadUserRecord(id);\n};\n"),
    Case(
      "An import that brings the same name from elsewhere is exchanged", "java",
      "import org.apache.log4j.Logger;\n\nclass A {\n    static final Logger LOG = Logger.getLogger(A.class);\n}\n",
      "import org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\n\nclass A {\n"
        + "    static final Logger LOG = LoggerFactory.getLogger(A.class);\n}\n",
      in: "import org.apache.log4j.Logger;\n\nclass B {\n    static final Logger LOG = Logger.getLogger(B.class);\n}\n",
      sure: "import org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\n\nclass B {\n"
        + "    static final Logger LOG = LoggerFactory.getLogger(B.class);\n}\n"),
    .nothing(
      "The default of a parameter is no argument of a call", "python",
      "def create_user(name, is_admin=False):\n    pass\n", "def create_user(name, is_admin=True):\n    pass\n",
      in: "create_user('ada', is_admin=False)\n"),
    Case(
      "A function is no key and no member of anything but its module", "javascript",
      "export function sortRows(rows) {}\n", "export function orderRows(rows) {}\n",
      in:
        "import * as util from './util';\n\nconst titles = { sortRows: 'Sort' };\nuse(titles.sortRows, util.sortRows);\n",
      sure:
        "import * as util from './util';\n\nconst titles = { sortRows: 'Sort' };\nuse(titles.sortRows, util.orderRows);\n",
      all:
        "import * as util from './util';\n\nconst titles = { orderRows: 'Sort' };\nuse(titles.orderRows, util.orderRows);\n"
    ),
    Case(
      "A package of Go is a module", "go", "package util\n\nfunc SortRows() {}\n",
      "package util\n\nfunc OrderRows() {}\n",
      in: "package a\n\nimport \"example.com/x/util\"\n\nfunc f() { util.SortRows(); page.SortRows() }\n",
      sure: "package a\n\nimport \"example.com/x/util\"\n\nfunc f() { util.OrderRows(); page.SortRows() }\n",
      all: "package a\n\nimport \"example.com/x/util\"\n\nfunc f() { util.OrderRows(); page.OrderRows() }\n"),
    .nothing(
      "Another definition of the name is another thing", "java", "class A { int getLineIds() { return 1; } }\n",
      "class A { int lineIds() { return 1; } }\n",
      in: "class B { int getLineIds() { return 2; } int f() { return getLineIds(); } }\n",
      all: "class B { int lineIds() { return 2; } int f() { return lineIds(); } }\n"),
    Case(
      "A function of C is declared and defined", "c", "int shape_area(int width);\n", "int shape_size(int width);\n",
      in: "int shape_area(int width)\n{\n\treturn width;\n}\n",
      sure: "int shape_size(int width)\n{\n\treturn width;\n}\n"),
    .nothing(
      "A statement that imports has no place in CommonJS", "javascript",
      "import { a } from 'a';\n\nparseConfigText(a);\n",
      "import { a } from 'a';\nimport { schema } from './schema';\n\nparseConfigText(a, schema);\n",
      in: "const a = require('a');\n\nparseConfigText(a);\n",
      all: "const a = require('a');\n\nparseConfigText(a, schema);\n"),
    .nothing(
      "What is called where it is defined is a type elsewhere", "java", "class Basket { Basket() {} }\n",
      "class Cart { Cart() {} }\n", in: "class Shop { Basket basket = new Basket(); }\n",
      all: "class Shop { Cart basket = new Cart(); }\n"),
    .nothing(
      "A value of JSON is told by its key", "json", "{\n  \"react-dom\": \"^17.0.2\"\n}\n",
      "{\n  \"react-dom\": \"^18.2.0\"\n}\n", in: "{\n  \"react\": \"^17.0.2\",\n  \"react-dom\": \"^17.0.2\"\n}\n",
      all: "{\n  \"react\": \"^17.0.2\",\n  \"react-dom\": \"^18.2.0\"\n}\n"),
    .nothing(
      "What is inserted speaks of nothing that is not declared", "go",
      "package a\n\nfunc f() error {\n\trows, err := query(1)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn use(rows)\n}\n",
      "package a\n\nfunc f() error {\n\trows, err := query(1)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer rows.Close()\n\treturn use(rows)\n}\n",
      in:
        "package a\n\nfunc g() error {\n\tdata, err := read(1)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn use(data)\n}\n"
    ),
    .nothing(
      "A call inside of what is kept tells where an edit may belong", "python",
      "data = read_json(path)\n", "with json_lock:\n    data = read_json(path)\n", in: "items = read_json(name)\n",
      all: "with json_lock:\n    items = read_json(name)\n"),
    .nothing(
      "A comparison to a value that the language has a word for is likely without any name", "python",
      "if a == None:\n    f()\n", "if a is None:\n    f()\n", in: "if b == None:\n    g()\n",
      all: "if b is None:\n    g()\n"),
    .nothing(
      "But of what stands beside it", "go",
      "package a\n\nfunc f() {\n\tctx, cancel := context.WithTimeout(parent, limit)\n\trun(ctx)\n}\n",
      "package a\n\nfunc f() {\n\tctx, cancel := context.WithTimeout(parent, limit)\n\tdefer cancel()\n\trun(ctx)\n}\n",
      in: "package a\n\nfunc g() {\n\tctx, cancel := context.WithTimeout(root, 30)\n\twalk(ctx)\n}\n",
      all: "package a\n\nfunc g() {\n\tctx, cancel := context.WithTimeout(root, 30)\n\tdefer cancel()\n\twalk(ctx)\n}\n"
    ),
    .nothing(
      "Nor of what a hole beside it declares", "c",
      "int a(void)\n{\n\tFILE *f = fopen(\"a\", \"r\");\n\treturn fgetc(f);\n}\n",
      "int a(void)\n{\n\tFILE *f = fopen(\"a\", \"r\");\n\tif (f == NULL)\n\t\treturn -1;\n\treturn fgetc(f);\n}\n",
      in: "int b(void)\n{\n\tFILE *in = fopen(\"b\", \"r\");\n\treturn fgetc(in);\n}\n"
    ),
    .nothing(
      "An import that is needed stays", "python", "import os\nimport sys\n\nprint(sys)\n",
      "import sys\n\nprint(sys)\n", in: "import os\n\nprint(os)\n"),
  ]

  @Test(arguments: cases)
  func `What is sure stands by itself`(_ one: Case) throws {
    #expect(try follow(one, isSure: true) == one.sure)
    #expect(try follow(one, isSure: false) == one.all ?? one.sure)
  }

  private func follow(_ one: Case, isSure: Bool) throws -> String {
    let grammar = try GrammarLibrary.standard.grammar(for: #require(Language.named(one.language)))
    var parser = try SyntaxParser(grammar)
    let example = LearningExample(
      before: try parser.parse(Array(one.before.utf8)), after: try parser.parse(Array(one.after.utf8)), path: "a")
    var (replacements, taken): ([Replacement], [Range<Int>]) = ([], [])
    var importing: [Lesson] = []
    let tree = try parser.parse(Array(one.rest.utf8))
    for lesson in Learner.lessons(from: [example]) {
      let known = taken.count
      for proposal in lesson.proposals(in: tree, at: "b") where proposal.isSure || !isSure {
        guard !taken.contains(where: { $0.overlaps(proposal.range) }) else { continue }
        taken.append(proposal.range)
        replacements += proposal.replacements
      }
      if taken.count > known { importing.append(lesson) }
    }
    var bytes = try AppliedEdits(replacements, to: TextLines(tree.source)).bytes
    for lesson in importing { bytes = lesson.addingImports(to: bytes, grammar: grammar) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `A rename goes on in the other languages of a family`() throws {
    var parser = try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named("c"))))
    let example = LearningExample(
      before: try parser.parse(Array("int shape_area(int width);\n".utf8)),
      after: try parser.parse(Array("int shape_size(int width);\n".utf8)), path: "shape.h")
    let lesson = try #require(Learner.lessons(from: [example]).first)
    let grammar = try GrammarLibrary.standard.grammar(for: #require(Language.named("cpp")))
    let other = try #require(lesson.translated(to: grammar))
    var reader = try SyntaxParser(grammar)
    let text = "int main() { std::cout << shape_area(2); }\n"
    let made = other.proposals(in: try reader.parse(Array(text.utf8)), at: "main.cpp")
    #expect(made.map(\.isSure) == [true])
  }
}
