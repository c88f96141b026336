import Foundation
import HoneCore
import HoneSyntax
import Testing

@testable import HoneRecipes

/// Edits that belong together in a file: a use and its import, a call and its header, a name and its scope.
struct CompanionTests {
  private func parser(_ language: String) throws -> SyntaxParser {
    try SyntaxParser(GrammarLibrary.standard.grammar(for: #require(Language.named(language))))
  }

  /// What following an edit makes of another file, imports included.
  private func follow(_ language: String, _ before: String, _ after: String, _ rest: String) throws -> String {
    var parser = try parser(language)
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)))
    let tree = try parser.parse(Array(rest.utf8))
    var bytes = tree.source
    for lesson in Learner.lessons(from: [example]) {
      let replacements = lesson.proposals(in: try parser.parse(bytes)).flatMap(\.replacements)
      guard !replacements.isEmpty else { continue }
      bytes = try AppliedEdits(replacements, to: TextLines(bytes)).bytes
      bytes = lesson.addingImports(to: bytes, grammar: tree.grammar)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `An import comes with the use, once, and not where it is there already`() throws {
    let before = "import os\n\nx = utc_now()\n"
    let after = "import os\nfrom shop.clock import utc_time\n\nx = utc_time(\"s\")\n"
    #expect(
      try follow("python", before, after, "import os\n\na = utc_now()\nb = utc_now()\n")
        == "import os\n\nfrom shop.clock import utc_time\n\na = utc_time(\"s\")\nb = utc_time(\"s\")\n")
    #expect(
      try follow("python", before, after, "from shop.clock import utc_time\n\na = utc_now()\n")
        == "from shop.clock import utc_time\n\na = utc_time(\"s\")\n")
    #expect(try follow("python", before, after, "import os\n\nprint(os)\n") == "import os\n\nprint(os)\n")
  }

  @Test func `An import goes with the last use`() throws {
    let before = "from shop.clock import utc_now\n\nx = utc_now()\n"
    let after = "x = time.utc_time()\n"
    #expect(
      try follow("python", before, after, "from shop.clock import utc_now\n\ny = utc_now()\n")
        == "y = time.utc_time()\n")
    let kept = try follow("python", before, after, "from shop.clock import utc_now\n\ny = utc_now()\nz = \"utc_now\"\n")
    #expect(kept.hasPrefix("from shop.clock import utc_now\n"))
  }

  @Test func `A header comes with the call`() throws {
    let before = "#include <stdio.h>\n\nvoid f(void) { copy_text(a, b); }\n"
    let after = "#include <stdio.h>\n#include \"text.h\"\n\nvoid f(void) { text_copy(a, b); }\n"
    #expect(
      try follow("c", before, after, "#include <stdio.h>\n\nvoid g(void) { copy_text(c, d); }\n")
        == "#include <stdio.h>\n#include \"text.h\"\n\nvoid g(void) { text_copy(c, d); }\n")
    #expect(
      try follow("c", before, after, "#include \"text.h\"\n\nvoid g(void) { copy_text(c, d); }\n")
        == "#include \"text.h\"\n\nvoid g(void) { text_copy(c, d); }\n")
    // A header without others gets it inside of its guard.
    #expect(
      try follow("c", before, after, "#ifndef G\n#define G\n\nint g = copy_text(c, d);\n#endif\n")
        == "#ifndef G\n#define G\n\n#include \"text.h\"\n\nint g = text_copy(c, d);\n#endif\n")
  }

  @Test(arguments: [
    (
      "python", "from collections import OrderedDict\n\nx = OrderedDict(a)\ny = OrderedDict(b=a)\n",
      "x = dict(a)\ny = dict(b=a)\n"
    ),
    (
      "python", "from old import slow_thing\n\nx = slow_thing(a)\ny = slow_thing(b=a)\n",
      "from new import fast_thing\n\nx = fast_thing(a)\ny = fast_thing(b=a)\n"
    ),
    (
      "rust", "use std::old::OldThing;\n\nfn f() { OldThing::new(1); OldThing::of(2); }\n",
      "use fresh::NewThing;\n\nfn f() { NewThing::new(1); NewThing::of(2); }\n"
    ),
    (
      "typescript", "import { oldThing } from './old';\n\noldThing(1);\noldThing(2, 3);\n",
      "import { newThing } from './new';\n\nnewThing(1);\nnewThing(2, 3);\n"
    ),
  ])
  func `An import that goes is not renamed besides`(language: String, before: String, after: String) throws {
    #expect(try follow(language, before, after, before) == after)
  }

  @Test func `A file that defines a name gets no import of it`() throws {
    let before = "x = old_helper_fn(a)\n"
    let after = "from newlib import new_helper_fn\n\nx = new_helper_fn(a)\n"
    #expect(
      try follow("python", before, after, "def old_helper_fn(a):\n    return a\n\n\nx = old_helper_fn(1)\n")
        == "def new_helper_fn(a):\n    return a\n\n\nx = new_helper_fn(1)\n")
  }

  @Test func `A header goes when no word of the old call is left`() throws {
    let before = "#include <old.h>\n#include <stdio.h>\n\nvoid f(void) { copy_text(a, b); }\n"
    let after = "#include <stdio.h>\n\nvoid f(void) { text_copy(a, b); }\n"
    #expect(
      try follow("c", before, after, "#include <old.h>\n\nvoid g(void) { copy_text(c, d); }\n")
        == "void g(void) { text_copy(c, d); }\n")
  }

  @Test(arguments: [
    (
      "python", "def f(item_count):\n    return 1 + item_count\n\n\ndef g(item_count):\n    return item_count\n",
      "item_count"
    ),
    (
      "c", "int f(int item_count) { return 1 + item_count; }\nint g(int item_count) { return item_count; }\n",
      "item_count"
    ),
    (
      "go",
      "package a\n\nfunc f(itemCount int) int { return 1 + itemCount }\nfunc g(itemCount int) int { return itemCount }\n",
      "itemCount"
    ),
    (
      "javascript", "function f(itemCount) { return 1 + itemCount; }\nfunction g(itemCount) { return itemCount; }\n",
      "itemCount"
    ),
    (
      "rust", "fn f(item_count: u8) -> u8 { 1 + item_count }\nfn g(item_count: u8) -> u8 { item_count }\n", "item_count"
    ),
    (
      "java", "class A { int f(int itemCount) { return 1 + itemCount; } int g(int itemCount) { return itemCount; } }\n",
      "itemCount"
    ),
    (
      "swift", "func f(_ itemCount: Int) -> Int { 1 + itemCount }\nfunc g(_ itemCount: Int) -> Int { itemCount }\n",
      "itemCount"
    ),
  ])
  func `A parameter stays inside its function`(language: String, text: String, name: String) throws {
    var parser = try parser(language)
    let first = try #require(text.range(of: name))
    let after = text.replacingCharacters(in: first, with: "total")
    let example = LearningExample(
      before: try parser.parse(Array(text.utf8)), after: try parser.parse(Array(after.utf8)))
    let lesson = try #require(Learner.lessons(from: [example]).first)
    #expect(lesson.rule?.isRename == true && lesson.rule?.certainty == .sure)
    // What is left of the function follows, in the file as it is now.
    let proposals = lesson.proposals(in: example.after)
    // The same name of another function is told of, and left for review.
    #expect(proposals.filter { !$0.isSure }.allSatisfy { $0.doubts.contains(.otherFunction) })
    let result = try AppliedEdits(
      proposals.filter(\.isSure).flatMap(\.replacements), to: TextLines(example.after.source)
    ).bytes
    let made = String(decoding: result, as: UTF8.self)
    #expect(made.components(separatedBy: "total").count == 3, "\(made)")
    #expect(made.components(separatedBy: name).count == 3, "\(made)")
    #expect(lesson.proposals(in: try parser.parse(Array(("\n" + text).utf8))).isEmpty)
  }

  @Test func `What a function declares is not what is renamed elsewhere`() throws {
    var parser = try parser("python")
    let before = try parser.parse(Array("item_count = 1\n".utf8))
    let example = LearningExample(before: before, after: try parser.parse(Array("total_count = 1\n".utf8)))
    let lesson = try #require(Learner.lessons(from: [example]).first)
    let rest = try parser.parse(Array("def f(item_count):\n    return item_count\n\n\nprint(item_count)\n".utf8))
    #expect(lesson.proposals(in: rest).map(\.range.lowerBound) == [rest.source.count - 12])
  }

  @Test(arguments: [
    ("copy_file(a, b)\n", "copy_file(b, a)\n"), ("x = open_part(p)\n", "x = closing(open_part(p))\n"),
  ])
  func `What the user did is not done again, nor what has the new form already`(before: String, after: String) throws {
    var parser = try parser("python")
    let example = LearningExample(
      before: try parser.parse(Array(before.utf8)), after: try parser.parse(Array(after.utf8)))
    for lesson in Learner.lessons(from: [example]) {
      #expect(lesson.proposals(in: example.after).isEmpty, "\(lesson.rule?.pattern ?? "")")
      if after.contains(before.dropLast()) || after.contains("closing") {
        #expect(lesson.proposals(in: try parser.parse(Array("y = closing(open_part(q))\n".utf8))).isEmpty)
      }
    }
  }
}
