import Testing

@testable import HoneChecks

struct FinalNewlineCheckTests {
  private let check = FinalNewlineCheck()

  @Test(arguments: [
    ("a\nb", "a\nb\n"), ("a\r\nb", "a\r\nb\r\n"), ("a", "a\n"), ("a\r\nb\nc\r\nd", "a\r\nb\nc\r\nd\r\n"),
  ])
  func `The ending that the file uses is added`(text: String, result: String) throws {
    #expect(try found(check, in: "a.json", text).count == 1)
    #expect(try mended(check, in: "a.json", text) == result)
  }

  @Test func `It is found on the last line`() throws {
    #expect(try found(check, in: "a.c", "a\nbc\nd") == ["3:1 final-newline"])
  }

  @Test(arguments: ["", "a\n", "a\r\n", "\n", "a\rb\r", "\0"])
  func `Files that have one, or need none, are left alone`(text: String) throws {
    #expect(try found(check, in: "a.json", text).isEmpty)
  }

  @Test func `A file of one line that nobody wrote is left alone`() throws {
    #expect(try found(check, in: "a.min.js", String(repeating: "x;", count: 1_500)).isEmpty)
  }

  @Test func `The fix is safe only where a last line ending means nothing`() throws {
    #expect(try findings(of: check, in: "a.json", Array("{}".utf8))[0].fix?.isSafe == true)
    #expect(try findings(of: check, in: "VERSION", Array("1.0".utf8))[0].fix?.isSafe == false)
    for name in ["a.sh", "a.toml", "a.html", "a.sql", "a.ini", "Dockerfile", "a.xml"] {
      #expect(try findings(of: check, in: name, Array("a".utf8))[0].fix?.isSafe == true, "\(name)")
    }
    for (name, text) in [("a.yml", "a: |\n  b"), ("a.sh", "echo a \\"), ("a.pl", "1;\n__END__\na"), ("a.txt", "a")] {
      #expect(try findings(of: check, in: name, Array(text.utf8))[0].fix?.isSafe == false, "\(name)")
    }
  }
}
