import HoneCore
import HoneTestSupport
import Testing

@testable import HoneHooks

/// What hooks read from outside: command lines, settings, standard input, reflogs.
@Suite struct HookPartsTests {
  private func words(_ text: String...) -> [[UInt8]] { text.map { Array($0.utf8) } }

  @Test func programTellsByItsNameWhichHookItIs() {
    let file = Array(".git/hooks/commit-msg".utf8)
    let expected = HookInvocation.hook(.commitMessage, file: file, arguments: words("m"))
    #expect(HookInvocation(words(".git/hooks/commit-msg", "m")) == expected)
    #expect(HookInvocation(words("/x/hone-hook", "as", ".git/hooks/commit-msg", "m")) == expected)
    #expect(
      HookInvocation(words("hone-hook", "run", "pre-push", "o")) == .hook(.prePush, file: nil, arguments: words("o")))
    // As the kernel starts the interpreter of a file, also of one that a manager has moved aside.
    #expect(HookInvocation(words("/x/hone-hook", ".git/hooks/commit-msg", "m")) == expected)
    for suffix in [".legacy", ".old"] {
      let aside = Array(".git/hooks/commit-msg\(suffix)".utf8)
      let expected = HookInvocation.hook(.commitMessage, file: aside, arguments: words("m"))
      #expect(HookInvocation([aside] + words("m")) == expected)
      #expect(HookInvocation(words("/x/hone-hook") + [aside] + words("m")) == expected)
      #expect(HookInvocation(words("/x/hone-hook", "as") + [aside] + words("m")) == expected)
    }
    #expect(HookInvocation(words("hone-hook", "--version")) == .version)
    #expect(HookInvocation(words("hone-hook")) == .help)
    #expect(HookInvocation([]) == .help)
    for unknown in [["run", "pre-receive"], ["run", "pre-push.old"], ["as", "x"], ["pre-commit"], ["./x"], ["run"]] {
      guard case .unknown = HookInvocation(words("hone-hook") + unknown.map { Array($0.utf8) }) else {
        Issue.record("\(unknown)")
        continue
      }
    }
    for hook in HookName.allCases { #expect(HookInvocation.helpText.contains(hook.rawValue)) }
  }

  @Test(arguments: [
    ("250ms", Duration.milliseconds(250)), ("2s", .seconds(2)), ("3", .seconds(3)), ("1m", .seconds(60)), ("", nil),
    ("-1s", nil), ("1h", nil), ("99999999999999999999", nil), ("\u{0663}s", nil),
  ])
  func budgetIsRead(text: String, expected: Duration?) {
    #expect(HookSettings.duration(text) == expected)
  }

  /// With no time at all nothing would be looked at, and every commit stopped for that.
  @Test(arguments: ["0", "0s", "0ms", "-1s", "soon"])
  func budgetThatMeansNothingIsRefused(text: String) {
    let error = #expect(throws: Refusal.self) { try HookSettings(["hone.hook.budget": text]) }
    #expect(error?.message.contains("hone.hook.budget is \(text)") == true)
  }

  @Test func switchesAreRead() {
    for off in ["0", "false", "no", "OFF"] { #expect(HookSettings.isSwitchedOff(off)) }
    for on in ["1", "true", "maybe", "", nil] { #expect(!HookSettings.isSwitchedOff(on)) }
    #expect(HookSettings.skippedRules("a/b, c,,d") == ["a/b", "c", "d"])
    #expect(HookSettings.skippedRules(nil).isEmpty)
  }

  @Test func amendingShowsInTheCommandLine() {
    func line(_ words: String...) -> [UInt8] { words.flatMap { Array($0.utf8) + [0] } }
    #expect(ParentCommand.amends(commandLine: line("git", "commit", "--amend")))
    #expect(!ParentCommand.amends(commandLine: line("git", "commit", "-m", "x", "--", "--amend")))
  }

  @Test(arguments: [
    ("", "#", true), ("\n# Please enter\n \t\n#\n", "#", true), ("\nx\n# Please\n", "#", false), ("; a\n", ";", true),
    ("# a\n", ";", false), ("// a\n", "//", true),
    ("\n# a\n# ------------------------ >8 ------------------------\n# b\ndiff --git\n+x\n", "#", true),
    ("x\n# ------------------------ >8 ------------------------\n", "#", false), ("\r\n# a\r\n", "#", true),
  ])
  func emptyMessageIsTold(message: String, comment: String, isEmpty: Bool) {
    #expect(MessageProposal.isEmpty(Array(message.utf8), comment: Array(comment.utf8)) == isEmpty)
  }

  @Test func messageOfAnyBytesIsJudged() {
    fuzz { generator in
      let bytes = generator.bytes(atMost: 40).map { [UInt8(ascii: "#"), 0x0a, 0x20, 0x78][Int($0 & 3)] }
      let lines = bytes.split(separator: 0x0a)
      let isEmpty = lines.allSatisfy { $0.first == UInt8(ascii: "#") || !$0.contains { $0 != 0x20 } }
      #expect(MessageProposal.isEmpty(bytes, comment: [UInt8(ascii: "#")]) == isEmpty)
    }
  }

  @Test func reflogTellsHowACommitCameAbout() {
    func skipped(_ text: String) -> Bool { LateCheck.skippedPreCommit(Array("a b N <m> 1 +0000\t\(text)".utf8)) }
    for kind in ["commit: x", "commit (amend): x", "commit (initial): x", "commit (cherry-pick): x"] {
      #expect(!skipped(kind))
    }
    for kind in ["cherry-pick: x", "revert: x", "rebase (pick): x", "am: x"] { #expect(skipped(kind)) }
    #expect(LateCheck.skippedPreCommit(nil))
  }

  @Test func scriptOfAnyPathIsRecognised() {
    fuzz(minimum: 20) { generator in
      let path = [0x2f] + generator.bytes(atMost: 12).filter { $0 != 0 } + Array("/hone-hook".utf8)
      let script = HookShim.contents(starting: path)
      #expect(HookShim.program(of: script) == path)
      #expect(HookShim.program(of: script + [0x0a]) == nil)
      #expect(HookShim.program(of: script.dropLast() + Array("; more\n".utf8)) == nil)
    }
  }

  @Test func inputOfAnyKindIsRead() {
    let id = String(repeating: "ab", count: 20)
    let zero = ObjectID.zero.hex
    let refs = PushedRef.parse(Array("r \(id) r \(zero)\n(delete) \(zero) r \(id)\nnonsense\n".utf8))
    #expect(
      refs == [
        PushedRef(name: "r", local: ObjectID(hex: id), remote: nil),
        PushedRef(name: "(delete)", local: nil, remote: ObjectID(hex: id)),
      ])
    #expect(RewrittenCommits.parse(Array("\(zero) \(id)\n\(id) \(id) more\nx\n".utf8)) == [ObjectID(hex: id)])
    fuzz { generator in
      // Repairing text is slow in tests, which look at every error that is thrown.
      let bytes = generator.bytes(atMost: 12).map { $0 & 0x7f }
      #expect(PushedRef.parse(bytes).count <= bytes.count)
      #expect(RewrittenCommits.parse(bytes).count <= bytes.count)
      _ = HookInvocation([bytes, bytes])
      _ = HookShim.program(of: bytes)
    }
  }

  @Test(arguments: [
    ("#!/usr/bin/env ruby\nhook = File.basename($0)\n", true),
    ("#!/usr/bin/python3\nimport os\nos.path.basename(a)\n", true),
    ("#!/bin/bash\nfor f in *; do basename \"$f\"; done\n", false),
    ("#!/usr/bin/env bash\ncd \"$(dirname \"${BASH_SOURCE[0]}\")\"; basename \"$0\"\n", false),
    ("#!/usr/bin/env node\nrequire(path.dirname(a)); path.basename(a)\n", false), ("no script: basename\n", false),
  ])
  func scriptsThatAskForTheirFolderStayInIt(text: String, asks: Bool) {
    #expect(HookScript.asksForLastPart(Array(text.utf8)) == asks)
  }
}
