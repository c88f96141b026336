import Synchronization
import Testing

@testable import HoneEngine

/// The limits on silence, by a clock of the test's own.
@Suite struct BodyInboxTests {
  private final class TestClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    func advance(_ time: Duration) { instant.withLock { $0 += time } }
  }

  private let clock = TestClock()

  private func inbox() -> BodyInbox {
    BodyInbox(firstByte: .seconds(30), idle: .seconds(60), clock: { [clock] in clock.now })
  }

  /// Waits until somebody waits for bytes of `inbox`, for less than a second by the clock.
  private func taker(of inbox: BodyInbox) async -> Task<[UInt8]?, any Error> {
    let task = Task { try await inbox.take() }
    // The limit counts from the moment at which somebody waits, so the next look is a whole limit away until then.
    while !inbox.isAwaited { await Task.yield() }
    return task
  }

  @Test func `a reply may go on for hours while something comes now and then`() async throws {
    let inbox = inbox()
    for round in 0..<500 {
      let taker = await taker(of: inbox)
      clock.advance(.seconds(round == 0 ? 29 : 59))
      #expect(inbox.look() != nil, "round \(round)")
      await inbox.put([0x3a])
      #expect(try await taker.value == [0x3a])
    }
    #expect(inbox.look() != nil)
  }

  @Test(arguments: [false, true])
  func `silence beyond the limit ends it`(_ hasBegun: Bool) async throws {
    let inbox = inbox()
    if hasBegun {
      await inbox.put([0x3a])
      _ = try await inbox.take()
    }
    let taker = await taker(of: inbox)
    clock.advance(.seconds(hasBegun ? 61 : 31))
    #expect(inbox.look() == nil)
    await #expect(throws: TimeoutError.self) { try await taker.value }
  }

  @Test func `nobody who is not waited for is late`() async {
    let inbox = inbox()
    clock.advance(.seconds(3600))
    #expect(inbox.look() != nil)
  }
}
