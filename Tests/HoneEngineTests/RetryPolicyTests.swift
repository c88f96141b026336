import Testing

@testable import HoneEngine

@Suite struct RetryPolicyTests {
  private func wait(
    _ code: EngineError.Code, attempt: Int = 1, remaining: Duration? = nil, isLoopback: Bool = false,
    jitter: Double = 0,
    isPaced: Bool = false
  ) -> Duration? {
    RetryPolicy(isPaced: isPaced).wait(
      after: EngineError(code, "no", remedy: ""), attempt: attempt, remaining: remaining, isLoopback: isLoopback,
      jitter: jitter)
  }

  @Test func `the time that a service names is waited for, spread over a tenth of a second, if the budget has it`() {
    #expect(wait(.rateLimited(retryAfter: .seconds(5))) == .seconds(5))
    #expect(wait(.rateLimited(retryAfter: .seconds(5)), jitter: 1) == .milliseconds(5100))
    #expect(wait(.rateLimited(retryAfter: .seconds(5)), remaining: .seconds(4)) == nil)
    #expect(wait(.rateLimited(retryAfter: .seconds(21))) == nil)
    #expect(wait(.rateLimited(retryAfter: .seconds(21)), remaining: .seconds(30)) == .seconds(21))
  }

  @Test func `where none is named the wait doubles, with jitter`() {
    for code in [EngineError.Code.rateLimited(retryAfter: nil), .serverError(status: 503), .brokenStream, .unreachable]
    {
      #expect(wait(code) == .milliseconds(375) && wait(code, jitter: 1) == .milliseconds(625))
      #expect(wait(code, attempt: 2) == .milliseconds(750) && wait(code, attempt: 3) == nil)
    }
  }

  @Test func `what would fail again, or is waited for elsewhere, is not tried again`() {
    for code in [
      EngineError.Code.unauthorized, .misconfigured, .modelNotFound, .contextTooLong, .timeout, .malformedFrame,
      .serverError(status: 418), .cancelled,
    ] { #expect(wait(code) == nil) }
    #expect(wait(.unreachable, isLoopback: true) == nil)
    #expect(wait(.rateLimited(retryAfter: .zero), isPaced: true) == nil)
    #expect(wait(.serverError(status: 503), isPaced: true) == nil)
    #expect(wait(.brokenStream, isPaced: true) == .milliseconds(375))
  }
}
