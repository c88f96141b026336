#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneKit
package import HoneSystem
internal import Synchronization

/// What the standard streams are, and how to write to them.
package struct Terminal: Sendable {
  /// Whether somebody sits at it: standard input and output are terminals.
  package let isInteractive: Bool
  /// Whether standard output takes colours.
  package let colorsOutput: Bool
  /// Whether standard error takes colours.
  package let colorsError: Bool
  /// Whether standard output is a terminal.
  package let isOutputTerminal: Bool
  /// Whether standard error is a terminal that can redraw a line.
  package let redrawsLines: Bool

  package init(
    isInteractive: Bool, colorsOutput: Bool, colorsError: Bool, isOutputTerminal: Bool, redrawsLines: Bool
  ) {
    self.isInteractive = isInteractive
    self.isOutputTerminal = isOutputTerminal
    self.colorsOutput = colorsOutput
    self.colorsError = colorsError
    self.redrawsLines = redrawsLines
  }

  /// Looks at the standard streams and at `NO_COLOR` (https://no-color.org), `TERM` and `HONE_COLOR` (`always`, `never`).
  package static func standard() -> Terminal {
    // Asked for by name: commands look several times, and to read all variables takes a hundred times as long.
    let color = variable("HONE_COLOR")
    let isDumb = variable("TERM") == "dumb"
    let allowed = (variable("NO_COLOR") ?? "").isEmpty && !isDumb && color != "never"
    let forced = color == "always"
    let output = isatty(1) == 1
    let error = isatty(2) == 1
    return Terminal(
      isInteractive: isatty(0) == 1 && output,
      colorsOutput: forced || (output && allowed),
      colorsError: forced || (error && allowed),
      isOutputTerminal: output,
      redrawsLines: error && !isDumb)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The width of the terminal at standard error in columns; 80 when it has none.
  package var width: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes `text` to standard output.
  package func write(_ text: String) {
    Self.write(Array(text.utf8), to: 1)
  }

  /// Writes bytes to standard output, for patches of files that are not UTF-8.
  package func write(_ bytes: [UInt8]) {
    Self.write(bytes, to: 1)
  }

  /// Writes `text` to standard error.
  package func writeError(_ text: String) {
    Self.write(Array(text.utf8), to: 2)
  }

  /// Reads a line from standard input, without its end; `nil` at the end of input.
  package func readLine() -> String? {
    StandardInput.nextLine()
  }

  /// The same, but gives up when `isOver` says so, which is looked at ten times in a second; for a terminal, which hands
  /// out whole lines.
  package func readLine(unless isOver: () -> Bool) -> String? {
    var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    while !isOver() {
      if poll(&input, 1, 100) > 0 { return readLine() }
    }
    return nil
  }

  /// What went wrong with standard output, if anything did: output that is lost must not look like success.
  package static var outputFailure: SystemError? { failure.withLock { $0 } }

  private static let failure = Mutex<SystemError?>(nil)

  /// What a command has done for good before its output is lost: then the output says less than the truth, not more.
  package struct Result: Sendable {
    /// The run that takes it back; `nil` where it is itself one that was taken back.
    package var run: String?
  }

  /// What was done for good so far.
  package static var result: Result? { done.withLock { $0 } }

  private static let done = Mutex<Result?>(nil)

  /// Takes note that something was done for good.
  package static func conclude(_ run: String?) { done.withLock { $0 = Result(run: run) } }

  /// The same with the summary of a run, which may have written nothing.
  static func conclude(_ summary: RunSummary) {
    if summary.written != .none || summary.undo != nil { conclude(summary.undo == nil ? summary.run : nil) }
  }

  /// Writes all of `bytes`, and remembers what stopped it.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    do {
      try CompleteWrite.write(bytes, to: descriptor, operation: "write to standard output")
    } catch {
      if descriptor == 1 { failure.withLock { $0 = $0 ?? error } }
    }
  }
}
