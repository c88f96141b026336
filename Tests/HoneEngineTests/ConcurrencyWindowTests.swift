import Testing

@testable import HoneEngine

@Suite struct ConcurrencyWindowTests {
  private let start = ContinuousClock.now

  private func admitted(_ window: inout ConcurrencyWindow, tokens: Int = 10, at now: ContinuousClock.Instant) -> Int {
    var count = 0
    while window.admit(tokens: tokens, at: now) == .now { count += 1 }
    return count
  }

  @Test func `a round of answers lets one more begin`() {
    var window = ConcurrencyWindow(maximum: 8, sharesPrefix: false)
    #expect(admitted(&window, at: start) == 4)
    for _ in 0..<4 { window.answered(start: start, queue: nil, work: nil, at: start) }
    #expect(admitted(&window, at: start) == 4)
    window.answered(start: start, queue: nil, work: nil, at: start)
    #expect(window.size > 4.9)
    for _ in 0..<400 {
      window.answered(start: start, queue: nil, work: nil, at: start)
      _ = admitted(&window, at: start)
    }
    #expect(window.size == 8 && window.running == 8)
  }

  @Test func `a refusal halves it, once for all that were under way together`() {
    var window = ConcurrencyWindow(maximum: 16, sharesPrefix: false)
    #expect(admitted(&window, at: start) == 4)
    let later = start + .seconds(1)
    window.refused(start: start, retryAfter: .seconds(3), jitter: 0, at: later)
    window.refused(start: start, retryAfter: nil, jitter: 0, at: later)
    #expect(window.size == 2 && window.running == 2)
    window.answered(start: start, queue: nil, work: nil, at: later)
    // Room there is, but the service named a time.
    #expect(window.admit(tokens: 1, at: later) == .at(later + .seconds(3)))
    #expect(window.admit(tokens: 1, at: later + .seconds(3)) == .now)
    window.refused(start: later + .seconds(3), retryAfter: nil, jitter: 0, at: later + .seconds(4))
    window.refused(start: later + .seconds(4), retryAfter: nil, jitter: 0, at: later + .seconds(5))
    #expect(window.size == 1)
  }

  @Test func `requests that queue longer than they are worked on are too many`() {
    var window = ConcurrencyWindow(maximum: 16, sharesPrefix: false)
    #expect(admitted(&window, at: start) == 4)
    window.answered(start: start, queue: .milliseconds(400), work: .milliseconds(600), at: start)
    #expect(window.size == 4, "a queue is no reason for more")
    window.answered(start: start, queue: .milliseconds(400), work: .milliseconds(100), at: start)
    #expect(window.size == 2)
    window.answered(start: start, queue: .milliseconds(20), work: .milliseconds(10), at: start)
    #expect(window.size == 2.5)
  }

  @Test func `what the headers leave is kept to, and grows back evenly`() {
    var window = ConcurrencyWindow(maximum: 16, sharesPrefix: false)
    window.read(
      RateAllowance([
        "requests": .init(.requests, remaining: 3, limit: 10, reset: .seconds(7)),
        "tokens": .init(.tokens, remaining: 1000, limit: 9000, reset: .seconds(8)),
      ]), at: start)
    #expect(window.admit(tokens: 900, at: start) == .now)
    // 800 more of 8,900 are missing, and 8 seconds fill all of them.
    guard case .at(let instant) = window.admit(tokens: 900, at: start) else { Issue.record("not held"); return }
    #expect(instant - start < .seconds(1) && instant > start)
    #expect(window.admit(tokens: 40, at: start) == .now)
    #expect(window.admit(tokens: 40, at: start) == .now)
    guard case .at = window.admit(tokens: 0, at: start) else { Issue.record("a fourth request begins"); return }
    #expect(window.admit(tokens: 1, at: start + .seconds(9)) == .now)
  }

  @Test func `a limit that fills over hours is left to the service to enforce`() {
    var window = ConcurrencyWindow(maximum: 16, sharesPrefix: false)
    window.read(RateAllowance(["requests-day": .init(.requests, remaining: 0, reset: .seconds(7200))]), at: start)
    #expect(window.admit(tokens: 1, at: start) == .now)
    window.read(
      RateAllowance(["tokens": .init(.tokens, remaining: 10, limit: 100, reset: .seconds(5))]), at: start)
    #expect(window.admit(tokens: 500, at: start) == .now, "a request beyond the whole limit never fits")
  }

  @Test func `the first of many with one prefix goes ahead`() {
    var window = ConcurrencyWindow(maximum: 8, sharesPrefix: true)
    #expect(admitted(&window, at: start) == 1)
    window.began()
    #expect(admitted(&window, at: start) == 3)
  }
}
