import Foundation
import HoneTestSupport
import Testing

/// Recipes over more text than is ever held at a time.
struct RunStreamingTests {
  /// A file of about `bytes` bytes with one place at its end, where only comments stand before.
  private func file(_ number: Int, bytes: Int) -> String {
    // Long lines are compared faster, which counts in a build for tests.
    let line = "# number \(number)" + String(repeating: " nothing that a recipe looks at", count: 128) + "\n"
    return String(repeating: line, count: bytes / line.utf8.count) + "f(\(number))\n"
  }

  @Test func `The first hunk is shown before the last file is read`() async throws {
    let count = 14
    let files = (10..<(10 + count)).map { ("f\($0).py", file($0, bytes: 1_000_000)) }
    let fixture = try await HoneFixture(
      files: Dictionary(uniqueKeysWithValues: files), replies: .chat(text: ""))
    // The editor that the first answer opens changes the last file.
    let screen = try await fixture.onTerminal(
      arguments: ["run", "-p", "'f($A)'", "-r", "'g($A)'", "-l", "python"],
      keys: ["e"] + Array(repeating: "y", count: count - 2) + ["n"],
      editor: "echo 'f(\"late\")' >>f\(9 + count).py; true")
    #expect(screen.contains("+g(\"late\")"), "\(screen.suffix(2000))")
    #expect(screen.contains("\(count - 1) hunks in \(count - 1) files staged"), "\(screen.suffix(2000))")
    #expect(try fixture.repository.stagedText("f10.py").hasSuffix("\ng(10)\n"))
    #expect(try fixture.repository.stagedText("f\(9 + count).py").hasSuffix("\nf(\(9 + count))\n"))
    await fixture.stop()
  }

  @Test func `Ctrl-C at a hunk keeps the files before it, if that is wanted`() async throws {
    let files = ["a.py": "f(1)\n", "b.py": "f(2)\n", "c.py": "f(3)\n"]
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    let command = ["run", "-p", "'f($A)'", "-r", "'g($A)'", "-l", "python"]
    let kept = try await fixture.onTerminal(arguments: command, keys: ["y", "\u{3}", "y"])
    #expect(kept.contains("interrupted after 1 of 3 files; the same command goes on with the rest"), "\(kept)")
    #expect(kept.contains("1 hunk in 1 file staged"), "\(kept)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    let dropped = try await fixture.onTerminal(arguments: command, keys: ["y", "\u{3}", "n"])
    #expect(dropped.contains("interrupted; nothing was written"), "\(dropped)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\n")
    let rest = try await fixture.onTerminal(arguments: command, keys: ["y", "q"])
    #expect(rest.contains("stopped in c.py, file 3 of 3"), "\(rest)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only") == "a.py\nb.py\n")
    await fixture.stop()
  }

  @Test func `A patch comes file by file, and git takes it whole`() async throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<30).map { ("d\($0 % 3)/f\($0).py", file($0, bytes: 12_000)) })
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    let patch = try await fixture.hone("run", "--patch", "-p", "f($A)", "-r", "g($A)", "-l", "python")
    #expect(patch.exitCode == 0, "\(patch.error)")
    try fixture.repository.git(["apply", "--index"], input: patch.output)
    #expect(try fixture.repository.git("diff", "--cached", "--name-only").split(separator: "\n").count == 30)
    #expect(try fixture.repository.stagedText("d0/f0.py").hasSuffix("g(0)\n"))
    await fixture.stop()
  }

  #if os(Linux)
    @Test func `Six times the changed text takes about as much memory`() async throws {
      let bytes = 256 << 10
      var peaks: [Int] = []
      for count in [16, 96] {
        let files = Dictionary(uniqueKeysWithValues: (0..<count).map { ("f\($0).py", file($0, bytes: bytes)) })
        let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
        // The kernel notes the most memory that a process has had; it is read until the process is gone.
        let script = """
          "$0" run -y -p 'f($A)' -r 'g($A)' -l python --no-cache >../log 2>&1 & run=$!
          peak=0
          while line=$(grep VmHWM /proc/$run/status 2>/dev/null); do peak=$line; sleep 0.01; done
          wait $run || { cat ../log; exit 1; }
          set -- $peak; echo $2
          """
        let result = HoneResult(try await fixture.run("bash", ["-c", script, HoneFixture.program]))
        #expect(result.exitCode == 0, "\(result.output)")
        peaks.append(try #require(Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines))) << 10)
        #expect(try fixture.repository.git("diff", "--cached", "--name-only").split(separator: "\n").count == count)
        await fixture.stop()
      }
      // The larger run changes 20 MiB more, of which what was and what becomes would be held.
      #expect(peaks[1] - peaks[0] < 16 << 20, "\(peaks)")
    }
  #endif
}
