import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// What `make install` puts where: checked on the Makefile itself, with the program of this build in place of the release.
@Suite(.serialized)
struct InstallationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  @Test func `Program, manual, completions and recipes are installed and taken away again`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: ""))
    let prefix = fixture.repository.scratch + "/usr"
    func make(_ target: String) async throws -> HoneResult {
      // `-o build` takes the program as it is.
      HoneResult(
        try await fixture.run(
          "make",
          [
            "-C", Self.root, target, "-o", "build", "PREFIX=\(prefix)", "BINARY=\(HoneFixture.program)",
            "HOOK_BINARY=\((HoneFixture.program as NSString).deletingLastPathComponent)/hone-hook",
          ]))
    }
    let install = try await make("install")
    try #require(install.exitCode == 0, "\(install.error)")
    func installed(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(prefix)/\(path)") }
    let files = [
      "bin/git-hone", "bin/hone-hook", "libexec/hone/hone-hook", "lib/hone/grammars/python.so",
      "share/man/man1/git-hone.1", "share/bash-completion/completions/git-hone",
      "share/zsh/site-functions/_git-hone", "share/fish/vendor_completions.d/git-hone.fish",
    ]
    for file in files { #expect(installed(file), "\(file)") }
    #expect(installed("share/hone/recipes"))

    fixture.repository.environment["PATH"] = "\(prefix)/bin:" + (fixture.repository.environment["PATH"] ?? "")
    fixture.repository.environment["MANPATH"] = "\(prefix)/share/man"
    fixture.repository.environment["MANPAGER"] = "cat"
    #expect(try fixture.repository.git("hone", "--version").hasPrefix("0."))
    #expect(try fixture.repository.git("hone", "--help").contains("propose, check and stage edits"))

    // git's completion loads `git-hone` and calls `_git_hone` with the words of `git hone`.
    for (words, expected) in [
      (["un"], "undo"), (["run", "python/logging"], "python/logging-warn"), (["run", "-l", "py"], "python"),
      (["recipe", "show", "fold"], "folder/"), (["edit", "--engine", "ce"], "cerebras"),
    ] {
      let line = (["git", "hone"] + words).joined(separator: " ")
      let script = """
        . \(prefix)/share/bash-completion/completions/git-hone
        COMP_WORDS=(\(line)); COMP_CWORD=\(words.count + 1); COMP_LINE='\(line)'; COMP_POINT=\(line.utf8.count)
        _git_hone git \(words[words.count - 1]) hone; printf '%s\\n' "${COMPREPLY[@]}"
        """
      try fixture.repository.write("folder/file", "")
      let completion = HoneResult(try await fixture.run("bash", ["-c", script]))
      #expect(completion.output.split(separator: "\n").contains { $0 == expected }, "\(line): \(completion)")
    }

    #expect(try await make("uninstall").exitCode == 0)
    for file in files { #expect(!installed(file), "\(file)") }
    await fixture.stop()
  }
}
