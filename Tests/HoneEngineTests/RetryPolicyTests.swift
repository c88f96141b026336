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

  @Test func `the time is waited for whatever the failure, and "at once" is a tenth of a second`() {
    #expect(wait(.serverError(status: 503, retryAfter: .seconds(5))) == .seconds(5))
    #expect(wait(.serverError(status: nil, retryAfter: .seconds(5)), remaining: .seconds(4)) == nil)
    #expect(wait(.rateLimited(retryAfter: .zero)) == .milliseconds(100))
    #expect(wait(.rateLimited(retryAfter: .zero), jitter: 1) == .milliseconds(200))
  }

  @Test(arguments: ["99999999999999999999", "1e300", "10000000000"])
  func `a time beyond any budget is a time`(_ text: String) throws {
    let named = try #require(RateLimit.wait { $0 == "retry-after" ? text : nil })
    #expect(named >= .seconds(1_000_000_000))
    #expect(wait(.rateLimited(retryAfter: named), remaining: .seconds(3600)) == nil)
    #expect(RateLimit.wait { $0 == "retry-after-ms" ? text : nil } ?? .zero > .seconds(5_000_000))
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
