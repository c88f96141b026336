import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// Ctrl-C, the time budget, and a terminal.
@Suite(.serialized)
struct InterruptionTests {
  private static let rename = block("app.py", "def load(path):", "def read(path):")

  private func slowFixture() async throws -> HoneFixture {
    var reply = ScriptedEngineReply.chat(text: Self.rename + String(repeating: "and so on ", count: 400))
    reply.framesPerSecond = 40
    return try await HoneFixture(replies: reply)
  }

  @Test func `Ctrl-C while the engine streams closes the connection and writes nothing`() async throws {
    let fixture = try await slowFixture()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let process = try fixture.start("edit", "-y", "rename load to read")
    #expect(await fixture.engine.hasSent(frames: 30, within: .seconds(20)))
    process.interrupt()
    let end = ContinuousClock.now
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationStatus == 130)
    let closed = try #require(await fixture.engine.disconnection(ofRequest: 0, within: .seconds(2)))
    #expect(closed - end < .seconds(2))
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    await fixture.stop()
  }

  @Test func `When the budget ends before anything is complete, nothing is said to be kept`() async throws {
    var stalled = ScriptedEngineReply.chat(text: block("app.py", "def load(path):", "def read(path):"))
    stalled.stallAfter = 3
    let fixture = try await HoneFixture(replies: stalled)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "--budget", "1s", "rename load to read")
    #expect(result.exitCode == 4 && result.error.contains("before the engine had proposed anything"), "\(result.error)")
    #expect(!result.error.contains("is kept"), "\(result.error)")
    await fixture.stop()
  }

  @Test func `When the budget ends, what is complete is kept`() async throws {
    let fixture = try await slowFixture()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let result = try await fixture.hone("edit", "-y", "--format", "json", "rename load to read", "--budget", "6s")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("the time budget ended"))
    #expect(try result.events().last?["outOfTime"] as? Bool == true)
    #expect(try fixture.repository.stagedText("app.py").hasPrefix("def read(path):"))
    await fixture.stop()
  }

  @Test func `On a terminal each hunk is reviewed`() async throws {
    let reply = Self.rename + block("app.py", "    print(load(\"a.txt\"))", "    print(read(\"a.txt\"))")
    let fixture = try await HoneFixture(replies: .chat(text: reply))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let screen = try await fixture.onTerminal("edit", "'rename load to read'", keys: ["y", "n"])
    #expect(screen.contains("(1/2) Accept this hunk [y,n,a,d,e,q,?]?"), "\(screen)")
    #expect(screen.contains("\u{1b}[32m+def read(path):"))
    let text = try fixture.repository.stagedText("app.py")
    #expect(text.hasPrefix("def read(path):"))
    #expect(text.contains("print(load("))
    await fixture.stop()
  }

  @Test func `On a terminal Ctrl-C asks whether to keep what is complete`() async throws {
    let fixture = try await slowFixture()
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let screen = try await fixture.onTerminal(
      "edit", "'rename load to read'", keys: ["\u{3}", "y", "y"], after: "+def read(path):")
    #expect(screen.contains("complete: keep? [y,N]"), "\(screen)")
    #expect(try fixture.repository.stagedText("app.py").hasPrefix("def read(path):"))
    await fixture.stop()
  }
}

@Suite(.serialized)
struct PromptInterruptionTests {
  @Test func `Ctrl-C at a prompt ends the command and writes nothing`() async throws {
    let fixture = try await HoneFixture(replies: .chat(text: block("app.py", "def load(path):", "def read(path):")))
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    let before = try fixture.repository.git("status", "--porcelain=v2")
    let start = ContinuousClock.now
    _ = try await fixture.onTerminal("edit", "'rename load to read'", keys: ["\u{3}"])
    #expect(ContinuousClock.now - start < .seconds(40))
    #expect(try fixture.repository.git("status", "--porcelain=v2") == before)
    await fixture.stop()
  }

  @Test func `Ctrl-C while the message is asked for stops the commit`() async throws {
    var slow = ScriptedEngineReply.chat(text: "Rename load\n")
    slow.delay = .seconds(30)
    let fixture = try await HoneFixture(
      replies: .chat(text: block("app.py", "def load(path):", "def read(path):")), slow)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    let head = try fixture.repository.head()
    let process = try fixture.start("edit", "-y", "--commit", "rename load to read")
    for _ in 0..<400 where fixture.engine.requests.count < 2 { try await Task.sleep(for: .milliseconds(50)) }
    process.interrupt()
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    #expect(process.terminationStatus == 130)
    #expect(try fixture.repository.head() == head)
    await fixture.stop()
  }
}

extension HoneFixture {
  /// Starts the command and leaves it running.
  /// - Parameters:
  ///   - error: where its standard error goes.
  ///   - output: where its standard output goes.
  func start(
    _ arguments: String..., error: FileHandle = .nullDevice, output: FileHandle = .nullDevice
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: repository.path)
    var environment: [String: String] = [:]
    for name in repository.environment.names { environment[name] = repository.environment[name] }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = error
    try process.run()
    return process
  }

  /// Runs the command on a terminal of its own and types `keys`, each when the screen has gone quiet.
  /// - Parameter after: the first key waits until this is on the screen.
  /// - Returns: everything that appeared on the screen.
  func onTerminal(_ arguments: String..., keys: [String], after text: String = "Accept this hunk") async throws
    -> String
  {
    try await onTerminal(arguments: arguments, keys: keys, after: text)
  }

  /// - Parameter editor: the command of git's editor; `nil` for one that fails.
  func onTerminal(
    arguments: [String], keys: [String], after text: String = "Accept this hunk", editor: String? = nil
  ) async throws -> String {
    let script = """
      import os, pty, select, sys, time
      program, after, keys = sys.argv[1], sys.argv[2].encode(), sys.argv[3].split('|')
      pid, fd = pty.fork()
      if pid == 0:
          os.environ['TERM'] = 'xterm'
          os.execvp('sh', ['sh', '-c', program])
      screen, mark, typed, quiet, start = b'', 0, 0, time.time(), time.time()
      while time.time() - start < 60:
          ready, _, _ = select.select([fd], [], [], 0.05)
          if ready:
              try:
                  data = os.read(fd, 65536)
              except OSError:
                  break
              if not data:
                  break
              screen, quiet = screen + data, time.time()
          seen = after in screen if typed == 0 else b'? ' in screen[mark:][-20:]
          if typed < len(keys) and seen and (typed == 0 or time.time() - quiet > 0.2):
              key = keys[typed].encode()
              os.write(fd, key if key == b'\\x03' else key + b'\\n')
              typed, mark, quiet = typed + 1, len(screen), time.time()
      sys.stdout.buffer.write(screen)
      """
    let command = ([Self.program] + arguments).joined(separator: " ")
    var environment = repository.environment
    if let editor { environment["GIT_EDITOR"] = editor }
    let result = try await run(
      "python3", ["-c", script, command, text, keys.joined(separator: "|")], environment: environment)
    return String(decoding: result.standardOutput, as: UTF8.self)
      + String(decoding: result.standardError, as: UTF8.self)
  }
}
