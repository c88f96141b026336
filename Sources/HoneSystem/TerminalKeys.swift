#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Synchronization

/// A terminal at standard input that hands over its keys one by one and unseen; Ctrl-C and Ctrl-Z stay with it.
///
/// A signal that ends the process meanwhile (SIGTERM, SIGHUP, SIGQUIT) first gives the terminal back, and then ends the process
/// as it would have. A process that was stopped takes the keys again when it goes on in the foreground, since the shell has set
/// the terminal for itself. All that the handlers call may be called there (POSIX.1-2017, section 2.4.3).
package enum TerminalKeys {
  /// Where it stands how the terminal was before, and behind that how it is while keys are taken; 0 while they are not.
  ///
  /// The memory is never freed, since a handler may look at it at any moment.
  private static let address = Atomic<UInt>(0)
  private static let previous = Mutex<[(signal: Int32, action: sigaction)]>([])

  private static var settings: UnsafeMutablePointer<termios>? {
    UnsafeMutablePointer(bitPattern: address.load(ordering: .acquiring))
  }

  /// Begins to hand over keys.
  /// - Returns: false when the terminal cannot be set, or the keys are handed over already.
  package static func take() -> Bool {
    var before = termios()
    guard settings == nil, tcgetattr(0, &before) == 0 else { return false }
    var taking = before
    taking.c_lflag &= ~tcflag_t(ICANON | ECHO)
    let both = UnsafeMutablePointer<termios>.allocate(capacity: 2)
    both.initialize(to: before)
    (both + 1).initialize(to: taking)
    address.store(UInt(bitPattern: both), ordering: .releasing)
    previous.withLock { previous in
      let once = Int32(truncatingIfNeeded: SA_RESETHAND)
      previous = [SIGTERM, SIGHUP, SIGQUIT].compactMap { install(giveBackAndEnd, for: $0, flags: once) }
      previous += [SIGCONT].compactMap { install(takeAgain, for: $0, flags: SA_RESTART) }
    }
    if tcsetattr(0, TCSANOW, both + 1) == 0 { return true }
    giveBack()
    return false
  }

  /// Sets the terminal as it was, and drops what was typed and not read.
  package static func giveBack() {
    guard let both = settings else { return }
    tcsetattr(0, TCSAFLUSH, both)
    address.store(0, ordering: .releasing)
    previous.withLock { previous in
      for (signal, action) in previous {
        var action = action
        _ = setSignalAction(signal, &action, nil)
      }
      previous = []
    }
  }

  /// Installs a handler, unless the signal is ignored or handled already.
  /// - Returns: what was done about the signal before.
  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for signal: Int32, flags: Int32
  ) -> (signal: Int32, action: sigaction)? {
    var old = sigaction()
    _ = setSignalAction(signal, nil, &old)
    guard old.handlerBits == unsafeBitCast(SIG_DFL, to: Int.self) else { return nil }
    var action = sigaction()
    action.setHandler(handler)
    action.sa_flags = flags
    sigemptyset(&action.sa_mask)
    _ = setSignalAction(signal, &action, nil)
    return (signal, old)
  }

  /// The signal has its default action again by then, and comes when the handler has returned.
  private static let giveBackAndEnd: @convention(c) (Int32) -> Void = { signal in
    if let both = settings { tcsetattr(0, TCSANOW, both) }
    _ = kill(getpid(), signal)
  }

  private static let takeAgain: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    // In the background the terminal is not this program's to set.
    if let both = settings, tcgetpgrp(0) == getpgrp() { tcsetattr(0, TCSANOW, both + 1) }
    errno = code
  }
}
