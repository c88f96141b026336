import Foundation
import HoneSystem
import HoneTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A signal while a gate runs.
@Suite(.serialized)
struct GateInterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `A signal ends the gate and all that it started, and nothing is left of its checkout`(
    signal: Int32
  ) async throws {
    let fixture = try await HoneFixture(files: ["a.py": "foo(1)\n"], replies: .chat(text: ""))
    let repository = fixture.repository
    let scratch = repository.scratch
    let (folder, mark, output) = (scratch + "/tmp", scratch + "/mark", scratch + "/out")
    _ = try repository.run("mkdir", [folder])
    _ = try repository.run("touch", [output])
    repository.environment["TMPDIR"] = folder
    let before = try repository.status()
    let file = try #require(FileHandle(forWritingAtPath: output))
    let process = try fixture.start(
      "run", "-y", "--format", "json", "--gate", "sleep 600 & echo $! >\(mark).new; mv \(mark).new \(mark); wait",
      "-p", "foo($X)", "-r", "food($X)", "-l", "python", output: file)
    for _ in 0..<600 where !repository.exists(mark) { try await Task.sleep(for: .milliseconds(50)) }
    let child = try #require(repository.text(mark)).trimmingCharacters(in: .whitespacesAndNewlines)
    kill(process.processIdentifier, signal)
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let lines = try #require(repository.text(output)).split(separator: "\n")
    let last = try #require(lines.last)
    #expect(last.contains("\"type\":\"error\"") && last.contains("interrupted"), "\(lines)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    // Nobody may have waited for it yet.
    let state = try repository.run("ps", ["-o", "stat=", "-p", child]).standardOutput
    #expect(state.isEmpty || state.contains(UInt8(ascii: "Z")), "\(String(decoding: state, as: UTF8.self))")
    #expect(try repository.status() == before)
    await fixture.stop()
  }
}
