#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Synchronization

/// A terminal at standard input that hands over its keys one by one and unseen; Ctrl-C and Ctrl-Z stay with it.
///
/// A signal that ends the process meanwhile (SIGTERM, SIGHUP, SIGQUIT) first gives the terminal back, and then does what it would
/// have done. A process that was stopped takes the keys again when it goes on in the foreground, since the shell has set the
/// terminal for itself. All that the handlers call may be called there (POSIX.1-2017, section 2.4.3).
package enum TerminalKeys {
  /// What the handlers need.
  private struct Held {
    /// How the terminal was before, and how it is while keys are taken.
    var before: termios
    var taking: termios
    /// What was done about signals before.
    var ending: (term: sigaction, hangup: sigaction, quit: sigaction)
    var going: sigaction
  }

  /// Where that stands; 0 while no keys are taken.
  ///
  /// The memory is never freed, since a handler may look at it at any moment.
  private static let address = Atomic<UInt>(0)

  private static var held: UnsafeMutablePointer<Held>? {
    UnsafeMutablePointer(bitPattern: address.load(ordering: .acquiring))
  }

  /// Begins to hand over keys.
  /// - Returns: false when the terminal cannot be set, or the keys are handed over already.
  package static func take() -> Bool {
    var before = termios()
    guard held == nil, tcgetattr(0, &before) == 0 else { return false }
    var taking = before
    taking.c_lflag &= ~tcflag_t(ICANON | ECHO)
    let held = UnsafeMutablePointer<Held>.allocate(capacity: 1)
    held.initialize(
      to: Held(
        before: before, taking: taking, ending: (action(of: SIGTERM), action(of: SIGHUP), action(of: SIGQUIT)),
        going: action(of: SIGCONT)))
    address.store(UInt(bitPattern: held), ordering: .releasing)
    install(giveBackAndEnd, for: SIGTERM, unlessIgnoredIn: held.pointee.ending.term)
    install(giveBackAndEnd, for: SIGHUP, unlessIgnoredIn: held.pointee.ending.hangup)
    install(giveBackAndEnd, for: SIGQUIT, unlessIgnoredIn: held.pointee.ending.quit)
    install(takeAgain, for: SIGCONT, unlessIgnoredIn: held.pointee.going)
    if tcsetattr(0, TCSANOW, &taking) == 0 { return true }
    giveBack()
    return false
  }

  /// Sets the terminal as it was, and drops what was typed and not read.
  package static func giveBack() {
    guard let held else { return }
    _ = setSignalAction(SIGCONT, &held.pointee.going, nil)
    // In the background the terminal is the shell's, and whoever sets it is stopped.
    if tcgetpgrp(0) == getpgrp() { tcsetattr(0, TCSAFLUSH, &held.pointee.before) }
    _ = setSignalAction(SIGTERM, &held.pointee.ending.term, nil)
    _ = setSignalAction(SIGHUP, &held.pointee.ending.hangup, nil)
    _ = setSignalAction(SIGQUIT, &held.pointee.ending.quit, nil)
    // Last: a handler that finds nothing would only send the signal to itself again.
    address.store(0, ordering: .releasing)
  }

  private static func action(of signal: Int32) -> sigaction {
    var action = sigaction()
    _ = setSignalAction(signal, nil, &action)
    return action
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for signal: Int32, unlessIgnoredIn old: sigaction
  ) {
    guard old.handlerBits != unsafeBitCast(SIG_IGN, to: Int.self) else { return }
    var action = sigaction()
    action.setHandler(handler)
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    _ = setSignalAction(signal, &action, nil)
  }

  /// Whoever was to handle the signal does, when this has returned.
  private static let giveBackAndEnd: @convention(c) (Int32) -> Void = { signal in
    let code = errno
    if let held {
      if tcgetpgrp(0) == getpgrp() { tcsetattr(0, TCSANOW, &held.pointee.before) }
      switch signal {
      case SIGTERM: _ = setSignalAction(signal, &held.pointee.ending.term, nil)
      case SIGHUP: _ = setSignalAction(signal, &held.pointee.ending.hangup, nil)
      default: _ = setSignalAction(signal, &held.pointee.ending.quit, nil)
      }
    }
    _ = kill(getpid(), signal)
    errno = code
  }

  private static let takeAgain: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    // In the background the terminal is not this program's to set.
    if let held, tcgetpgrp(0) == getpgrp() { tcsetattr(0, TCSANOW, &held.pointee.taking) }
    errno = code
  }
}
