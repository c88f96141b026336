/// Why an engine gave no usable reply.
///
/// Message and remedy are one line each and safe to print: they hold no key, no control character, and of what a server
/// said at most 300 characters.
package struct EngineError: Error, Hashable, Sendable {
  /// What kind of failure it is.
  package enum Code: Hashable, Sendable {
    /// No connection, or it broke before anything was received.
    case unreachable
    /// The key is missing or not accepted (401, 403).
    case unauthorized
    /// Too many requests (429); try again after this time if the server named one.
    case rateLimited(retryAfter: Duration?)
    /// The server failed, before the reply (with its HTTP status) or in it (`nil`); try again after this time if it named one.
    case serverError(status: Int?, retryAfter: Duration? = nil)
    /// The server answered with something other than an event stream: a web page, plain JSON.
    case notAStream
    /// The stream ended, or lost frames, before its terminal event.
    case brokenStream
    /// A frame could not be read.
    case malformedFrame
    /// The server sent an error in the stream.
    case errorFrame
    /// Nothing arrived for too long.
    case timeout
    /// The server has no such model, or no such interface (404).
    case modelNotFound
    /// The request is larger than the model's context.
    case contextTooLong
    /// The engine is configured in a way that cannot work.
    case misconfigured
    /// The task was cancelled.
    case cancelled
  }

  package var code: Code
  /// What happened, without a final period.
  package var message: String
  /// What the user can do about it.
  package var remedy: String

  package init(_ code: Code, _ message: String, remedy: String) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}

extension EngineError.Code {
  /// When the service wants to be asked again, where it says so.
  var retryAfter: Duration? {
    switch self {
    case .rateLimited(let wait), .serverError(_, let wait): wait
    default: nil
    }
  }

  /// The stable word for scripts.
  package var word: String {
    switch self {
    case .unreachable: "engine-unreachable"
    case .unauthorized: "engine-unauthorized"
    case .rateLimited: "engine-rate-limited"
    case .serverError: "engine-server-error"
    case .notAStream: "engine-not-a-stream"
    case .brokenStream: "engine-broken-stream"
    case .malformedFrame: "engine-malformed-frame"
    case .errorFrame: "engine-error-frame"
    case .timeout: "engine-timeout"
    case .modelNotFound: "engine-model-not-found"
    case .contextTooLong: "engine-context-too-long"
    case .misconfigured: "engine-misconfigured"
    case .cancelled: "engine-cancelled"
    }
  }
}

extension EngineError: CustomStringConvertible {
  package var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
