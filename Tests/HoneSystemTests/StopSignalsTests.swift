import Synchronization
import Testing

@testable import HoneSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals that are caught while something runs: none ends the process in the middle, and none is forgotten.
@Suite(.serialized)
struct StopSignalsTests {
  private static let told = Atomic<Int>(0)

  /// Runs `body` with a handler of SIGHUP that counts, or with what `action` says of it.
  private func withHandler(
    _ action: @convention(c) (Int32) -> Void = { _ in StopSignalsTests.told.add(1, ordering: .relaxed) },
    _ body: () throws -> Void
  ) rethrows {
    Self.told.store(0, ordering: .relaxed)
    let previous = signal(SIGHUP, action)
    defer { signal(SIGHUP, previous) }
    try body()
  }

  /// Whether the handler is told `count` times, for which a signal to the process may need a moment.
  private func isTold(_ count: Int) -> Bool {
    for _ in 0..<2000 where Self.told.load(ordering: .relaxed) < count { usleep(1000) }
    return Self.told.load(ordering: .relaxed) == count
  }

  /// Sends a signal to the process, as whoever stops it does: the threads that run tests block signals.
  /// - Returns: whether it was caught.
  @discardableResult
  private func send(_ number: Int32) -> Bool {
    kill(getpid(), number)
    for _ in 0..<2000 where !StopSignals.haveArrived { usleep(1000) }
    return StopSignals.haveArrived
  }

  @Test func `What arrives while signals are put off is delivered afterwards, once`() {
    withHandler {
      StopSignals.holding {
        StopSignals.holding { #expect(send(SIGHUP)) }
        send(SIGHUP)
        #expect(Self.told.load(ordering: .relaxed) == 0)
        #expect(StopSignals.haveArrived)
      }
      #expect(isTold(1))
      #expect(!StopSignals.haveArrived)
    }
  }

  @Test func `Who waits is woken, and the handler of before is told`() {
    withHandler {
      let (isReadable, isStopped) = StopSignals.catching { stop in
        send(SIGHUP)
        var end = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
        return poll(&end, 1, 2000) == 1
      }
      #expect(isReadable && isStopped)
      #expect(isTold(1))
      let again = StopSignals.catching { stop in
        var end = pollfd(fd: stop, events: Int16(POLLIN), revents: 0)
        return poll(&end, 1, 0)
      }
      #expect(again.result == 0 && !again.isStopped)
    }
  }

  @Test func `A signal that nobody handles does not end who cleans up after it`() {
    // The process ends here if it is delivered.
    let isStopped = StopSignals.catching { _ in send(SIGTERM) }.isStopped
    #expect(isStopped)
    usleep(20_000)
    #expect(!StopSignals.haveArrived)
  }

  @Test func `What was put off is owed, also to who cleans up meanwhile`() {
    withHandler {
      StopSignals.holding {
        #expect(StopSignals.catching { _ in send(SIGHUP) }.isStopped)
        #expect(Self.told.load(ordering: .relaxed) == 0)
      }
      #expect(isTold(1))
    }
  }

  @Test func `What was ignored before stays ignored`() {
    let previous = signal(SIGHUP, SIG_IGN)
    defer { signal(SIGHUP, previous) }
    #expect(
      !StopSignals.catching { _ in
        kill(getpid(), SIGHUP)
        usleep(20_000)
      }.isStopped)
    StopSignals.holding { _ = kill(getpid(), SIGHUP) }
    usleep(20_000)
    #expect(!StopSignals.haveArrived)
  }
}
