import Testing

@testable import HoneChecks

struct ConflictMarkerCheckTests {
  private let check = ConflictMarkerCheck()
  private let conflict = "a\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\nb\n"

  @Test func `A marked conflict is found where it begins, and told to its end`() throws {
    #expect(try found(check, in: "a.py", conflict) == ["2:1 conflict-marker"])
    #expect(try findings(of: check, in: "a.py", Array(conflict.utf8))[0].end.line == 6)
    #expect(try findings(of: check, in: "a.py", Array(conflict.utf8))[0].severity == .error)
  }

  @Test(arguments: [
    "<<<<<<< HEAD\r\nx\r\n=======\r\ny\r\n>>>>>>> other\r\n",
    "<<<<<<< HEAD\nx\n||||||| base\nz\n=======\ny\n>>>>>>> other",
    "<<<<<<<\n=======\n>>>>>>>\n",
    "<<<<<<< HEAD\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n",
  ])
  func `Every form that git writes is found once`(text: String) throws {
    #expect(try found(check, in: "a.txt", text).count == 1)
  }

  @Test func `Each of several conflicts is found`() throws {
    #expect(try found(check, in: "a.c", conflict + conflict) == ["2:1 conflict-marker", "9:1 conflict-marker"])
  }

  @Test(arguments: [
    "Heading\n=======\ntext\n", "<<<<<<< HEAD\nno more\n", "  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n",
    "<<<<<<<<\n=======\n>>>>>>>>\n", ">>>>>>> x\n=======\n<<<<<<< y\n", "<<<<<<< HEAD\nx\n>>>>>>> other\n",
    "cout <<<<<<< x;\n=======\n>>>>>>> y\n", "",
  ])
  func `What only looks like a part of one is left alone`(text: String) throws {
    #expect(try found(check, in: "a.md", text).isEmpty)
  }

  @Test func `An example in a code block of Markdown is noted only`() throws {
    let example = "# Title\n```\n" + conflict + "```\n"
    #expect(try findings(of: check, in: "a.md", Array(example.utf8)).map(\.severity) == [.note])
    #expect(try findings(of: check, in: "a.md", Array(("```\n```\n" + conflict).utf8)).map(\.severity) == [.error])
  }
}
