import HoneTestSupport
import Testing

@testable import HoneChecks

struct TOMLReaderTests {
  private func fault(_ text: String) -> SyntaxFault? {
    do throws(SyntaxFault) {
      var reader = TOMLReader(Array(text.utf8))
      try reader.read()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "", "# note\n", "a = 1", "a.b.\"c d\" = 'x'\n", "a = \"\\u00e9\\n\"", "a = \"\"\"\nx \\\n   y\"\"\"",
    "a = ''''x'''''",
    "a = [1, [2, 3], # note\n  4,\n]\n", "a = { b = 1, c.d = 2 }\n", "[a]\n[a.b]\n[[c]]\n[[c]]\n[c.d]\n",
    "a = 0x_f".replacing("_", with: ""), "a = 1_000\nb = 0b10\nc = +1.5e-3\nd = -inf\ne = nan\n",
    "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5-07:00\nc = 1979-05-27\nd = 07:32:00\n", "[a.b]\n[a]\n",
    "a = true\r\nb = false\r\n", "[a]\nb.c = 1\nb.d = 2\n", "[a]\n[b]\n[a.c]\n",
  ])
  func `TOML is read`(text: String) {
    #expect(fault(text) == nil)
  }

  @Test(arguments: [
    "a", "a =", "= 1", "a = 1 b = 2", "a = \"x", "a = 'x\n'", "a = [1 2]", "a = [1", "a = {b = 1", "a = {b = 1,}",
    "a = {\nb = 1}", "[a", "[]", "[[a]", "a = 01", "a = 1__0", "a = _1", "a = 1.", "a = .5", "a = 0xg", "a = tru",
    "a = 2021-13-01", "a = 2021-02-30", "a = 25:00:00", "a = \"\\x\"", "a = \"\\ud800\"", "a = 1\na = 2", "[a]\n[a]",
    "[a]\n[[a]]", "a = 1\n[a]", "a = {}\n[a.b]", "a = {}\na.b = 1", "[a.b]\n[a]\nb.c = 1", "a.b = 1\n[a]",
    "a = [1]\n[[a]]",
    "a = \"\u{1}\"", "# \u{1}", "a = 1\rb = 2", "\"\"\"a\"\"\" = 1", "a.b = 1\na.b.c = 2",
  ])
  func `What is no TOML is refused`(text: String) {
    #expect(fault(text) != nil)
  }

  @Test(arguments: ["[", "", "x = {"])
  func `A key of very many parts is refused`(start: String) {
    let key = Array(repeating: "a", count: 50_000).joined(separator: ".")
    #expect(fault(start + key + (start == "[" ? "]" : " = 1"))?.message.contains("256 parts") == true)
  }

  @Test func `A fault is told where it shows`() {
    #expect(fault("a = 1\nb = x y\n")?.offset == 10)
    #expect(fault("a = 1\n[b]\na = 2\n[b]\n")?.offset == 16)
  }

  @Test func `Random bytes never end the process`() {
    var random = SplitMix64(seed: 11)
    let alphabet = Array("[]{}=.,\"'#\\\n\r a1e-_:Tu".utf8)
    var refused = 0
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...16, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      if fault(String(decoding: bytes, as: UTF8.self)) != nil { refused += 1 }
    }
    #expect(refused > 10_000)
  }
}
