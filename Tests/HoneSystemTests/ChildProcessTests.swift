import HoneSystem
import Testing

struct ChildProcessTests {
  private func run(_ script: String, input: [UInt8] = [], directory: String? = nil) throws -> ChildProcess.Output {
    try ChildProcess.run(ChildProcess.Command("sh", ["-c", script], directory: directory), input: input)
  }

  @Test func `Both outputs and the exit status come back`() throws {
    let output = try run("printf out; printf ' err ' >&2; exit 3")
    #expect(output.standardOutput == Array("out".utf8))
    #expect(output.message == "err")
    #expect(output.status == .exited(3))
  }

  @Test func `A child that takes too long is killed, whoever else holds its output`() throws {
    var command = ChildProcess.Command("sh", ["-c", "echo begun; sleep 120 & wait"])
    command.timeLimit = .seconds(2)
    let start = ContinuousClock.now
    let output = try ChildProcess.run(command)
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(output.status == .signalled(9))
    #expect(output.standardOutput == Array("begun\n".utf8))
    command.arguments = [Array("-c".utf8), Array("echo done".utf8)]
    command.timeLimit = .seconds(60)
    #expect(try ChildProcess.run(command).status.isSuccess)
  }

  @Test func `More than a pipe holds goes both ways`() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    #expect(try run("cat", input: input).standardOutput == input)
  }

  @Test func `A child that does not read its input does no harm`() throws {
    let output = try run("exit 0", input: [UInt8](repeating: 1, count: 1_000_000))
    #expect(output.status.isSuccess)
  }

  @Test func `A signal is told apart from a status`() throws {
    #expect(try run("kill -9 $$").status == .signalled(9))
  }

  @Test func `The child starts in the folder it was given`() throws {
    #expect(try run("pwd", directory: "/").standardOutput == Array("/\n".utf8))
  }

  @Test func `A child inherits no ignored signals, whatever the parent ignores`() throws {
    _ = try run("true", input: [1])
    // In `sh`, a signal that was ignored at the start cannot be caught.
    #expect(try run("trap 'printf caught' PIPE; kill -PIPE $$").standardOutput == Array("caught".utf8))
  }

  @Test func `A program that does not exist is an error that names it`() {
    let error = #expect(throws: SystemError.self) {
      try ChildProcess.run(ChildProcess.Command("no-such-program-here", []))
    }
    #expect(error?.operation == "start no-such-program-here")
  }

  @Test func `Arguments and variables are bytes`() throws {
    var environment = Environment.current
    environment[bytes: "ODD"] = [0x61, 0xff, 0x62]
    var command = ChildProcess.Command("sh", ["-c", "printf %s \"$1$ODD\"", "sh"], environment: environment)
    command.arguments.append([0xfe, 0x0a])
    #expect(try ChildProcess.run(command).standardOutput == [0xfe, 0x0a, 0x61, 0xff, 0x62])
  }
}

struct UserDirectoriesTests {
  @Test func `The variables of the XDG specification come first`() throws {
    let directories = try #require(
      UserDirectories(
        environment: Environment([
          "HOME": "/home/a", "XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "relative", "XDG_RUNTIME_DIR": "/run/1",
        ])))
    #expect(directories.data == "/data/hone")
    #expect(directories.state == "/home/a/.local/state/hone")
    #expect(directories.cache == "/home/a/.cache/hone")
    #expect(directories.runtime == "/run/1/hone")
  }

  @Test func `Without a runtime directory the state folder holds it`() throws {
    let directories = try #require(UserDirectories(environment: Environment(["HOME": "/home/a"])))
    #expect(directories.runtime == "/home/a/.local/state/hone/run")
  }

  @Test func `Without a home there is no place`() {
    #expect(UserDirectories(environment: Environment([:])) == nil)
  }

  @Test func `What a child says last is kept of both outputs, in their order`() throws {
    var command = ChildProcess.Command("sh", ["-c", "seq 1 300000; echo bad >&2; echo end"])
    command.joinsErrorToOutput = true
    command.outputLimit = 22
    let output = try ChildProcess.run(command)
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == "299999\n300000\nbad\nend\n")
    #expect(output.standardError.isEmpty)
  }

}
