internal import HoneCore

/// What a service says when it fails, in the body of an HTTP error or in a frame of the stream.
///
/// The services agree on the outline `{"error": {"message", "type", "code", "param"}}` and differ in the rest: an error
/// may be a plain string, a number may stand as code, the message may be called `detail`.
struct ServiceFailure: Hashable, Sendable {
  var message = ""
  /// The words that classify it: code and type.
  var words: [String] = []
  /// An HTTP status given inside the body.
  var status: Int?
  /// When the service wants to be asked again, by the headers that a frame repeats.
  var retryAfter: Duration?

  /// Reads a failure; `nil` when `json` reports none.
  init?(_ json: JSON) {
    guard let error = json["error"] ?? json["detail"] ?? (json["message"] == nil ? nil : json) else { return nil }
    if let text = error.string {
      message = text
    } else {
      message = error["message"]?.string ?? error["detail"]?.string ?? String(decoding: error.bytes, as: UTF8.self)
    }
    for word in [error["code"], error["type"], json["code"]] {
      if let text = word?.string { words.append(text) }
      if let number = word?.integer { status = status ?? number }
    }
    if case .object(let members) = error["headers"] ?? json["headers"] ?? .null {
      retryAfter = RateLimit.wait { name in
        let value = members.last { $0.name.lowercased() == name }?.value
        return value?.string ?? value?.double.map { String($0) }
      }
    }
    status = json["status_code"]?.integer ?? json["status"]?.integer ?? status
  }

  /// A failure whose body is no JSON: the text itself, or nothing when it is a web page.
  init(body: [UInt8]) {
    if let json = try? JSON(parsing: body), let failure = ServiceFailure(json) {
      self = failure
    } else if body.first(where: { $0 > 0x20 }) != UInt8(ascii: "<") {
      message = String(decoding: body, as: UTF8.self)
    }
  }

  /// The error for it.
  /// - Parameters:
  ///   - status: the HTTP status; `nil` when the failure came in a stream that had begun.
  ///   - retryAfter: what the response's headers say about trying again.
  func error(of engine: EngineDescription, status: Int?, retryAfter: Duration? = nil) -> EngineError {
    let code = code(status: status, retryAfter: retryAfter ?? self.retryAfter ?? RetryAfter.duration(message: message))
    let suffix = status.map { " (HTTP \($0))" } ?? ""
    switch code {
    case .unauthorized:
      return .failure(code, of: engine, "did not accept the key\(suffix)", detail: message)
    case .rateLimited(let wait):
      let time = wait.map { " for \($0.roundedUp)" } ?? ""
      return .failure(code, of: engine, "takes no more requests\(time)\(suffix)", detail: message)
    case .modelNotFound where !isAboutModel(of: engine):
      return .failure(
        code, of: engine, "has nothing at that address\(suffix)", detail: message,
        remedy: "check the engine's url and api: the url is what stands before `/chat/completions` or `/responses`")
    case .modelNotFound:
      return .failure(code, of: engine, "does not have `\(engine.model)`\(suffix)", detail: message)
    case .contextTooLong:
      return .failure(code, of: engine, "cannot take a request of this size\(suffix)", detail: message)
    case .misconfigured:
      return .failure(
        code, of: engine, "refused the request\(suffix)", detail: message,
        remedy: "check the engine's account, model and api")
    case .errorFrame:
      return .failure(code, of: engine, "stopped with an error in the middle of the reply", detail: message)
    default:
      return .failure(code, of: engine, "failed\(suffix)", detail: message)
    }
  }

  /// Whether what was not found is the model, and not the path.
  private func isAboutModel(of engine: EngineDescription) -> Bool {
    let said = ([message] + words).map { $0.lowercased() }
    return said.contains { $0.contains("model") || (!engine.model.isEmpty && $0.contains(engine.model.lowercased())) }
  }

  private func code(status outer: Int?, retryAfter: Duration?) -> EngineError.Code {
    let words = words.map { $0.lowercased() }
    let text = message.lowercased()
    if words.contains(where: { $0.contains("quota") || $0.contains("billing") }) { return .misconfigured }
    if words.contains(where: { $0.contains("context_length") || $0.contains("context_size") })
      || (text.contains("context") && ["length", "size", "window", "exceed"].contains { text.contains($0) })
    {
      return .contextTooLong
    }
    if words.contains(where: { $0.contains("rate_limit") || $0 == "too_many_requests" }) {
      return .rateLimited(retryAfter: retryAfter)
    }
    if words.contains(where: { $0.contains("model_not_found") }) { return .modelNotFound }
    switch outer ?? status {
    case 401, 403: return .unauthorized
    case 404: return .modelNotFound
    case 413: return .contextTooLong
    case 429: return .rateLimited(retryAfter: retryAfter)
    case .some(let status) where outer == nil:
      return status >= 500 ? .serverError(status: nil, retryAfter: retryAfter) : .errorFrame
    case .some(400), .some(405), .some(415), .some(422), .some(402): return .misconfigured
    case .some(let status): return .serverError(status: status, retryAfter: retryAfter)
    case nil:
      return words.contains { $0.contains("server_error") }
        ? .serverError(status: nil, retryAfter: retryAfter) : .errorFrame
    }
  }
}

extension Duration {
  /// The time in whole seconds, for people; from a day on only that it is more.
  var roundedUp: String {
    let seconds = (self + .milliseconds(999)).components.seconds
    return seconds < 86_400 ? "\(seconds) s" : "more than a day"
  }
}
