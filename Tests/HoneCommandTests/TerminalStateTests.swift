import HoneSystem
import HoneTestSupport
import Testing

/// How the terminal is left, and found again, by signals that come while an engine writes.
@Suite(.serialized)
struct TerminalStateTests {
  private func fixture() async throws -> HoneFixture {
    var slow = ScriptedEngineReply.chat(
      text: block("app.py", "def load(path):", "def read(path):") + String(repeating: "and so on ", count: 4000))
    slow.framesPerSecond = 40
    let fixture = try await HoneFixture(replies: slow)
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    return fixture
  }

  /// Runs `edit` on a terminal, sends it signals once its first edit is shown, and waits for its end.
  /// - Parameter steps: Python, which finds `send(signal)`, `echo()` and `until(condition)`, and the shell's way to set the terminal,
  ///   `cook()`.
  /// - Returns: what the steps printed.
  private func run(_ steps: String, in fixture: HoneFixture) async throws -> String {
    let script = """
      import os, pty, select, signal, subprocess, sys, termios, time, fcntl
      parent, child = pty.openpty()
      before = termios.tcgetattr(child)
      def start():
          os.setsid()
          fcntl.ioctl(0, termios.TIOCSCTTY, 0)
          os.environ['TERM'] = 'xterm'
          # On a terminal the runtime would describe a process that SIGQUIT ends, which takes long.
          os.environ['SWIFT_BACKTRACE'] = 'enable=no'
      edit = subprocess.Popen([sys.argv[1], 'edit', 'rename load to read'], stdin=child, stdout=child, stderr=child, preexec_fn=start)
      screen = b''
      def until(condition):
          global screen
          end = time.time() + 30
          while time.time() < end:
              if condition():
                  return True
              if select.select([parent], [], [], 0.05)[0]:
                  screen += os.read(parent, 65536)
          return False
      def echo():
          return termios.tcgetattr(child)[3] & termios.ECHO != 0
      def cook():
          termios.tcsetattr(child, termios.TCSANOW, before)
      def send(number):
          os.kill(edit.pid, number)
      print('shown', until(lambda: b'+def read(path):' in screen), 'echo', echo())
      \(steps)
      print('ended', until(lambda: edit.poll() is not None), edit.returncode, 'as before', termios.tcgetattr(child) == before)
      """
    let result = try await fixture.run("python3", ["-c", script, HoneFixture.program])
    return String(decoding: result.standardOutput + result.standardError, as: UTF8.self)
  }

  @Test(arguments: [("SIGTERM", 15), ("SIGHUP", 1), ("SIGQUIT", 3)])
  func `A signal that ends the command leaves the terminal as it was`(_ name: String, _ number: Int) async throws {
    let fixture = try await fixture()
    let told = try await run("send(signal.\(name))", in: fixture)
    #expect(told == "shown True echo False\nended True -\(number) as before True\n")
    await fixture.stop()
  }

  @Test func `A command that goes on takes keys one by one again`() async throws {
    let fixture = try await fixture()
    let told = try await run(
      "send(signal.SIGSTOP); cook(); send(signal.SIGCONT); print('again', until(lambda: not echo())); send(signal.SIGTERM)",
      in: fixture)
    #expect(told == "shown True echo False\nagain True\nended True -15 as before True\n")
    await fixture.stop()
  }
}
