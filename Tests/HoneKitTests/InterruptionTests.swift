import Testing

@testable import HoneKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C while an engine is asked.
@Suite(.serialized)
struct InterruptionTests {
  @Test func `Ctrl-C is heard, and does afterwards what it did before`() async {
    let previous = signal(SIGINT, SIG_DFL)
    defer { signal(SIGINT, previous) }
    let interruption = Interruption()
    await interruption.listening {
      kill(getpid(), SIGINT)
      await interruption.wait()
    }
    #expect(interruption.isRaised)
    #expect(unsafeBitCast(signal(SIGINT, SIG_DFL), to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self))
  }

  /// As in a process that a script starts in the background: the terminal's Ctrl-C is for another.
  @Test func `Ctrl-C that is to be ignored is not heard`() async throws {
    let previous = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, previous) }
    let interruption = Interruption()
    try await interruption.listening {
      kill(getpid(), SIGINT)
      try await Task.sleep(for: .milliseconds(200))
    }
    #expect(!interruption.isRaised)
  }
}
