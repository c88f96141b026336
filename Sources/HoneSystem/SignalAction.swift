#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension sigaction {
  /// The handler as a number, which is how the two that are none are told apart.
  var handlerBits: Int {
    #if canImport(Glibc)
      unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
    #else
      unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self)
    #endif
  }

  mutating func setHandler(_ handler: @escaping @convention(c) (Int32) -> Void) {
    #if canImport(Glibc)
      __sigaction_handler.sa_handler = handler
    #else
      __sigaction_u.__sa_handler = handler
    #endif
  }
}

/// The function `sigaction`, whose name a type shares.
func setSignalAction(
  _ signal: Int32, _ new: UnsafePointer<sigaction>?, _ old: UnsafeMutablePointer<sigaction>?
) -> Int32 {
  sigaction(signal, new, old)
}

/// What is done about a signal for a moment.
package enum SignalAction {
  /// Runs `body` with signals ignored, as git does while an editor has the terminal; children get them all the same.
  package static func ignoring<Result>(_ signals: [Int32], _ body: () throws -> Result) rethrows -> Result {
    var ignored = sigaction()
    #if canImport(Glibc)
      ignored.__sigaction_handler.sa_handler = SIG_IGN
    #else
      ignored.__sigaction_u.__sa_handler = SIG_IGN
    #endif
    sigemptyset(&ignored.sa_mask)
    var before = signals.map { _ in sigaction() }
    for (index, signal) in signals.enumerated() { _ = setSignalAction(signal, &ignored, &before[index]) }
    defer { for (index, signal) in signals.enumerated() { _ = setSignalAction(signal, &before[index], nil) } }
    return try body()
  }
}
