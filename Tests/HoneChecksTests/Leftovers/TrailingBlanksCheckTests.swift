import Testing

@testable import HoneChecks

struct TrailingBlanksCheckTests {
  private let check = TrailingBlanksCheck()

  @Test func `Spaces and tabs at the end of a line are found and deleted`() throws {
    let text = "{ \n\t\"a\": 1\t \r\n   \n}\n \t"
    #expect(
      try found(check, in: "a.json", text) == [
        "1:2 trailing-blanks", "2:8 trailing-blanks", "3:1 trailing-blanks", "5:1 trailing-blanks",
      ])
    #expect(try mended(check, in: "a.json", text) == "{\n\t\"a\": 1\r\n\n}\n")
  }

  @Test(arguments: ["a\nb\n", "", "a", "\r\n\r\n", " a\n\tb\n"])
  func `Lines without them are left alone`(text: String) throws {
    #expect(try found(check, in: "a.json", text).isEmpty)
  }

  @Test func `Line breaks of Markdown stay, other blanks do not`() throws {
    #expect(
      try found(check, in: "a.md", "break  \none \n\t\n  \ntab\t\nlast   \n") == [
        "2:4 trailing-blanks", "3:1 trailing-blanks", "4:1 trailing-blanks", "5:4 trailing-blanks",
      ])
  }

  @Test(arguments: ["a.patch", "a.snap", "a.tsv"])
  func `Formats that keep what a program printed are left alone`(path: String) throws {
    #expect(try found(check, in: path, "a \n").isEmpty)
  }

  @Test(arguments: [
    ("a.php", "<?php\nf(); \n", true), ("a.php", "<?= 1 ?> \n<?= 2 ?>\n", false), ("a.php", "x \n<?php f();\n", false),
    ("a.rb", "f \n", true), ("a.rb", "DATA.read\n__END__\nx \n", false), ("a.c", "int a; \n", true),
    ("a.c", "// a path: C:\\ \nint a;\n", false), ("a.py", "x = \"\"\"\na \n\"\"\"\n", false),
  ])
  func `Blanks that a program may print or read are not deleted unseen`(path: String, text: String, isSafe: Bool) throws
  {
    #expect(try findings(of: check, in: path, Array(text.utf8)).map { $0.fix?.isSafe } == [isSafe])
  }

  @Test func `A binary file is left alone`() throws {
    #expect(try found(check, in: "a.bin", "\0 \n \n").isEmpty)
  }
}
