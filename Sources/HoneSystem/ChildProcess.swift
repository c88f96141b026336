#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import CHoneSystem

/// Starts other programs and waits for them, without threads, Foundation or an event loop.
///
/// Hone starts git a few times in a hook that may take ten milliseconds in all. A bare `posix_spawn` costs 1.3 ms a child
/// where Foundation's `Process` costs 1.6 to 1.9 and swift-subprocess 2.5 to 3.4 (and the concurrency runtime), so this is
/// the one place where the platform's call is used directly.
package enum ChildProcess {
  /// What to start, and in which surroundings.
  package struct Command: Sendable {
    /// The program: a name looked up in the parent's `PATH`, or a path.
    package var program: String
    /// The name that the program is told, as bytes, where it is not `program`.
    package var name: [UInt8]?
    /// The arguments after the program's own name, as bytes, since paths need not be UTF-8.
    ///
    /// None may hold a NUL.
    package var arguments: [[UInt8]]
    /// The whole environment of the child.
    package var environment: Environment
    /// The working directory, as bytes, since paths need not be UTF-8; `nil` for the parent's.
    package var directory: [UInt8]?
    /// Whether the child gets a process group of its own, so that Ctrl-C at the terminal reaches only the parent.
    package var isShieldedFromTerminal = false
    /// How long the child may run before it is killed; `nil` for as long as it likes.
    ///
    /// Counts only where its output is collected.
    package var timeLimit: Duration?
    /// A descriptor that, once it can be read from, ends the child and all that it started; see `StopSignals`.
    ///
    /// Counts only where its output is collected, and needs a process group of its own.
    package var stop: Int32?
    /// Whether the child uses the parent's standard error instead of a pipe.
    package var sharesStandardError = false
    /// Whether what the child writes to its standard error goes into its standard output, in the order in which it is written.
    package var joinsErrorToOutput = false
    /// How many bytes of each output are kept, of its end; `nil` for all.
    ///
    /// Counts only where its output is collected.
    package var outputLimit: Int?
    /// Whether the child uses the parent's standard input, output and error, as an editor does.
    package var sharesTerminal = false

    package init(
      _ program: String, _ arguments: [String], environment: Environment = .current, directory: String? = nil
    ) {
      self.program = program
      self.arguments = arguments.map { Array($0.utf8) }
      self.environment = environment
      self.directory = directory.map { Array($0.utf8) }
    }
  }

  /// How a child ended.
  package enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    package var isSuccess: Bool { self == .exited(0) }
  }

  /// What a child that was waited for wrote, and how it ended.
  package struct Output: Sendable {
    package var status: Status
    package var standardOutput: [UInt8]
    package var standardError: [UInt8]

    /// The standard error as text, without blanks around it.
    package var message: String {
      var text = Substring(String(decoding: standardError, as: UTF8.self))
      while let last = text.last, last.isWhitespace { text.removeLast() }
      return String(text.drop { $0.isWhitespace })
    }
  }

  /// Runs `command`, gives it `input`, collects what it writes and waits for its end.
  /// - Throws: `SystemError` when it cannot be started, or could not be given all of its input or heard to its end; it is
  ///   ended then. An exit status other than 0 is a result, not an error.
  package static func run(_ command: Command, input: [UInt8] = []) throws(SystemError) -> Output {
    if command.sharesTerminal {
      let pid = try spawn(command, standardInput: 0, standardOutput: 1, standardError: 2)
      return Output(status: wait(for: pid), standardOutput: [], standardError: [])
    }
    ignoresBrokenPipes
    var stdin = try Pipe()
    var stdout = try Pipe()
    var stderr = try Pipe()
    let pid = try spawn(
      command, standardInput: stdin.reading, standardOutput: stdout.writing,
      standardError: command.sharesStandardError ? 2 : command.joinsErrorToOutput ? stdout.writing : stderr.writing)
    stdin.closeReading()
    stdout.closeWriting()
    stderr.closeWriting()
    let target = command.isShieldedFromTerminal ? -pid : pid
    let deadline = command.timeLimit.map { ContinuousClock.now + $0 }
    let collected = exchange(
      input: input, stdin: &stdin, stdout: &stdout, stderr: &stderr, keeping: command.outputLimit ?? .max,
      until: deadline, unless: command.stop
    ) { _ = kill(target, $0) }
    let status = wait(for: pid)
    for failure in [stdin.failure, stdout.failure, stderr.failure] where failure != 0 {
      throw SystemError("exchange bytes with \(command.program)", code: failure)
    }
    return Output(status: status, standardOutput: collected.output, standardError: collected.error)
  }

  /// Starts `command` in a session of its own, with standard input from nothing and both outputs appended to `log`, and
  /// does not wait for it.
  /// - Returns: the process id.
  package static func startDetached(_ command: Command, log: String) throws(SystemError) -> Int32 {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard null >= 0 else { throw SystemError("open /dev/null") }
    defer { close(null) }
    let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw SystemError("open \(log)") }
    defer { close(output) }
    return try spawn(
      command, standardInput: null, standardOutput: output, standardError: output, startsSession: true)
  }

  /// Waits for a child to end, through interruptions.
  package static func wait(for pid: Int32) -> Status {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      if errno != EINTR { return .exited(127) }
    }
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }

  // MARK: Spawning

  /// A child that ends without reading its input must show as a failed write, not as a signal that ends Hone.
  private static let ignoresBrokenPipes: Void = {
    signal(SIGPIPE, SIG_IGN)
  }()

  private static func spawn(
    _ command: Command, standardInput: Int32, standardOutput: Int32, standardError: Int32, startsSession: Bool = false
  ) throws(SystemError) -> Int32 {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (source, target) in [(standardInput, Int32(0)), (standardOutput, 1), (standardError, 2)] {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    if let directory = command.directory {
      let name = directory.map { CChar(bitPattern: $0) } + [0]
      // The name is copied.
      _ = hone_spawn_add_chdir(&actions, name)
    }

    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var flags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    if startsSession {
      flags |= hone_spawn_setsid_flag()
    } else if command.isShieldedFromTerminal {
      flags |= Int16(POSIX_SPAWN_SETPGROUP)
      posix_spawnattr_setpgroup(&attributes, 0)
    }
    posix_spawnattr_setflags(&attributes, flags)

    let arguments = CStringArray([command.name ?? Array(command.program.utf8)] + command.arguments)
    let environment = CStringArray(command.environment.entries)
    var pid: pid_t = 0
    let code = posix_spawnp(
      &pid, command.program, &actions, &attributes, arguments.pointers, environment.pointers)
    guard code == 0 else { throw SystemError("start \(command.program)", code: code) }
    return pid
  }

  /// How long a child that is to stop has for cleaning up after itself.
  private static let graceTime = Duration.seconds(2)

  /// Moves bytes in both directions until the child has closed both outputs, or its time is up.
  /// - Parameters:
  ///   - limit: how many bytes of the end of each output are kept.
  ///   - stopper: a descriptor that ends it once it can be read from.
  ///   - stop: sends the child a signal.
  private static func exchange(
    input: [UInt8], stdin: inout Pipe, stdout: inout Pipe, stderr: inout Pipe, keeping limit: Int,
    until deadline: ContinuousClock.Instant?, unless stopper: Int32?, stop: (Int32) -> Void
  ) -> (output: [UInt8], error: [UInt8]) {
    var output: [UInt8] = []
    var error: [UInt8] = []
    var sent = 0
    var deadline = deadline
    var stopper = stopper ?? -1
    var isStopped = false
    if input.isEmpty { stdin.closeWriting() } else { stdin.makeWritingNonBlocking() }
    while stdout.reading >= 0 || stderr.reading >= 0 {
      var polled = [
        pollfd(fd: stdin.writing, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: stdout.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stderr.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stopper, events: Int16(POLLIN), revents: 0),
      ]
      var patience: Int32 = -1
      if let deadline {
        patience = Int32(clamping: Int((deadline - .now) / .milliseconds(1)))
        // Others may hold the pipes as well, so their end is not waited for.
        if patience <= 0 {
          stop(SIGKILL)
          break
        }
      }
      guard poll(&polled, nfds_t(polled.count), patience) >= 0 || errno == EINTR else { break }
      if polled[0].revents != 0 {
        sent += stdin.write(input[sent...])
        if sent == input.count { stdin.closeWriting() }
        if stdin.failure != 0 {
          // It must not take a part of its input for the whole.
          stop(SIGTERM)
          stdin.closeWriting()
        }
      }
      if polled[1].revents != 0 { stdout.read(into: &output) }
      if polled[2].revents != 0 { stderr.read(into: &error) }
      output.removeFirst(max(0, output.count - limit))
      error.removeFirst(max(0, error.count - limit))
      if polled[3].revents != 0 {
        stop(SIGTERM)
        isStopped = true
        stopper = -1
        deadline = .now + graceTime
      }
    }
    stdin.closeWriting()
    // What the child left behind in its group goes with it.
    if isStopped { stop(SIGKILL) }
    return (output, error)
  }
}

/// A NULL-terminated `char *[]` that lives as long as the value.
private final class CStringArray {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [[UInt8]]) {
    count = strings.count
    pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() {
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: string.count + 1)
      for (offset, byte) in string.enumerated() { copy[offset] = CChar(bitPattern: byte) }
      copy[string.count] = 0
      (pointers + index).initialize(to: copy)
    }
    (pointers + count).initialize(to: nil)
  }

  deinit {
    for index in 0..<count { pointers[index]?.deallocate() }
    pointers.deallocate()
  }
}
