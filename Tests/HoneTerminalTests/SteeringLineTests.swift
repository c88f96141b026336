import HoneKit
import HoneTerminal
import Testing

struct SteeringLineTests {
  private func type(_ keys: String) -> (commands: [SteeringCommand], text: String) {
    var line = SteeringLine()
    // Keys arrive cut anywhere, even inside of a character.
    let commands = keys.utf8.flatMap { line.take([$0]) }
    return (commands, line.text)
  }

  @Test func `Return sends the line and keeps what is finished`() {
    let typed = type("  use   fetch\n instead\r")
    #expect(typed.commands == [.redirect("use fetch", keepsEdits: true), .redirect("instead", keepsEdits: true)])
    #expect(typed.text.isEmpty)
  }

  @Test func `One key sends the line and drops what is finished`() {
    #expect(type("no: größer\u{18}").commands == [.redirect("no: größer", keepsEdits: false)])
  }

  @Test func `An empty line says nothing`() {
    #expect(type("\n  \r\u{18}").commands.isEmpty)
  }

  @Test(arguments: [
    ("ab\u{7f}c", "ac"), ("gr\u{f6}\u{8}", "gr"), ("e\u{301}x\u{7f}\u{7f}", ""), ("one two  \u{17}", "one "),
    ("one\u{15}two", "two"), ("a\u{1b}[Db\u{1b}OAc\u{1b}[1;5Cd", "abcd"), ("a\u{1}\u{4}\tb", "ab"),
    ("\u{7f}\u{17}x", "x"),
  ])
  func `Keys take back and are skipped`(_ keys: String, _ text: String) {
    #expect(type(keys).text == text)
  }

  @Test func `A long line shows its end`() {
    #expect(SteeringPrompt.drawn("abcdefghijkl", width: 12) == "> …fghijkl")
    #expect(SteeringPrompt.drawn("a\u{1b}b", width: 80) == "> a^[b")
  }
}
