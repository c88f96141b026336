internal import HoneCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One exchange as `ExchangeRecorder` stored it.
struct RecordedExchange: Sendable {
  /// Whom it was recorded from.
  let engine: EngineDescription
  /// The key of what was asked; `nil` where that is not known, as in a recording that was written by hand.
  let asked: String?
  /// The HTTP status of a refusal; `nil` for a reply.
  let status: Int?
  /// The bytes of the response's body.
  let body: [UInt8]
  /// When each piece of the body came after the request, and how many bytes it had; empty where that was not stored.
  let arrivals: [(after: Duration, count: Int)]
  /// Whether it was asked through llama.cpp's own interface.
  private let isOwn: Bool
  /// Whether the reply may begin with what the engine thought, in tags: not what fills a gap, nor what goes on from a beginning.
  private let mayThink: Bool
  /// Whether the reply was asked for in one piece.
  private let isWhole: Bool
  private let stops: [String]?

  /// Reads a file; `nil` when it cannot be read or is no recording.
  init?(file: String) {
    guard let bytes = Self.contents(of: file), let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let head = try? JSON(parsing: Array(bytes[..<end])), let url = head["url"]?.string,
      let api = head["api"]?.string.flatMap(EngineAPI.init(rawValue:))
    else { return nil }
    engine = EngineDescription(
      name: head["engine"]?.string ?? "", model: head["model"]?.string ?? "", api: api, baseURL: url)
    body = Array(bytes[(end + 1)...])
    status = head["status"]?.integer
    asked = head["asked"]?.string ?? head["request"].flatMap(AskedConversation.key(ofBody:))
    let path = url.prefix { $0 != "?" }
    isOwn = api.isLlama && (path.hasSuffix("/infill") || path.hasSuffix("/completion"))
    mayThink =
      !path.hasSuffix("/infill") && head["request"]?["messages"]?.array?.last?["role"]?.string != "assistant"
    isWhole = head["request"]?["stream"]?.bool == false
    stops = head["request"].map { $0["stop"]?.array?.compactMap(\.string) ?? [] }
    arrivals = String(decoding: Self.contents(of: file + ".times") ?? [], as: UTF8.self).split(separator: "\n")
      .compactMap {
        let numbers = $0.split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 2, numbers[0] >= 0, (0...Int64(1 << 40)).contains(numbers[1]) else { return nil }
        return (.microseconds(numbers[0]), Int(numbers[1]))
      }
  }

  /// A reader of the frames that were recorded.
  func decoder(for replay: EngineDescription) -> any ReplyDecoder {
    switch engine.api {
    case .responses: ResponsesDecoder(engine: replay)
    case .llama where isOwn, .completion where isOwn:
      LlamaCompletionDecoder(engine: replay, stops: stops ?? [], isWhole: isWhole, mayThink: mayThink)
    case .llama, .completion:
      ChatCompletionsDecoder(
        engine: replay, counting: .single(stops: stops ?? []), isWhole: isWhole, mayThink: mayThink)
    case .chat: ChatCompletionsDecoder(engine: replay, isWhole: isWhole, mayThink: mayThink)
    }
  }

  /// The failure that a refusal is; `nil` for a reply.
  func refusal(as replay: EngineDescription) -> EngineError? {
    status.map { ServiceFailure(body: body).error(of: replay, status: $0, retryAfter: nil) }
  }

  /// Whether reading it ends in a failure.
  func fails(as replay: EngineDescription) -> Bool {
    if status != nil { return true }
    var reader = ReplyReader(decoder: decoder(for: replay), engine: replay)
    var events: [EngineEvent] = []
    do throws(EngineError) {
      try reader.feed(body, into: &events)
      try reader.finish(into: &events)
      return false
    } catch {
      return true
    }
  }

  private static func contents(of file: String) -> [UInt8]? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
