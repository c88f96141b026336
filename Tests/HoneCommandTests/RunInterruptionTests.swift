import Foundation
import HoneTestSupport
import Testing

/// Ctrl-C while recipes are applied.
struct RunInterruptionTests {
  @Test func `Ctrl-C keeps finished files, and the same command goes on with the rest`() async throws {
    let count = 160
    let padding = String(repeating: "value = [1, 2, 3, (4, 5), {'a': 6}]\n", count: 400)
    var files = Dictionary(uniqueKeysWithValues: (100..<(100 + count)).map { ("f\($0).py", "f(1)\n" + padding) })
    files[".gitignore"] = "log\n"
    let fixture = try await HoneFixture(files: files, replies: .chat(text: ""))
    try fixture.repository.write("log", "")
    let output = try #require(FileHandle(forWritingAtPath: fixture.repository.path + "/log"))
    let run = try fixture.start(
      "run", "-y", "-p", "f($A)", "-r", "g($A)", "-l", "python", "--format", "json", error: output, output: output)
    // The first proposal that is told ends the wait.
    while run.isRunning, fixture.repository.text("log")?.contains("\"proposal\"") != true {
      try await Task.sleep(for: .milliseconds(1))
    }
    run.interrupt()
    while run.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    let log = fixture.repository.text("log") ?? ""
    #expect(run.terminationReason == .exit && run.terminationStatus == 130, "\(log.suffix(500))")
    #expect(log.contains("the same command goes on with the rest"), "\(log.suffix(500))")
    let kept = try fixture.repository.git("diff", "--cached", "--name-only").split(separator: "\n").count
    #expect(kept > 0 && kept < count, "\(kept)")
    #expect(try fixture.repository.git("diff", "--name-only").isEmpty)
    let rest = try await fixture.hone("run", "-y", "-p", "f($A)", "-r", "g($A)", "-l", "python")
    #expect(rest.exitCode == 0, "\(rest.error)")
    #expect(rest.error.contains("\(count - kept) places in"), "\(rest.error)")
    #expect(try fixture.repository.git("diff", "--cached", "--name-only").split(separator: "\n").count == count)
    #expect(try fixture.repository.git("fsck", "--strict").isEmpty)
    await fixture.stop()
  }
}
