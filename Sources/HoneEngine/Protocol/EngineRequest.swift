internal import HoneCore

/// What an engine is asked for.
///
/// A field that an engine cannot honour is left out of what is sent; `EngineCapabilities` says beforehand which ones that
/// concerns.
package struct EngineRequest: Hashable, Sendable {
  /// A gap in a text that the engine fills.
  package struct Infill: Hashable, Sendable {
    /// Another file that helps to fill the gap.
    package struct Context: Hashable, Sendable {
      package var fileName: String
      package var text: String

      package init(fileName: String, text: String) {
        self.fileName = fileName
        self.text = text
      }
    }

    /// The text before the gap.
    package var prefix: String
    /// The text after the gap.
    package var suffix: String
    /// Other files, the least important first.
    package var context: [Context]

    package init(prefix: String, suffix: String, context: [Context] = []) {
      self.prefix = prefix
      self.suffix = suffix
      self.context = context
    }
  }

  /// A form that binds the reply, where the engine can be bound.
  package enum Grammar: Hashable, Sendable {
    /// A window that ends with this fence, and nothing behind it.
    case window(fence: String)
    /// So many search/replace blocks at most whose search text stands in these files exactly once, or the word NOTHING.
    case search([ShownFile], limit: Int)
    /// One V4A patch, as the input of a tool.
    case patch
    /// So many blocks at most that name lines of these files by number, or the word NOTHING.
    case lineRange([ShownFile], limit: Int)
    /// So many blocks at most that name lines of these files by how they begin, or the word NOTHING.
    case anchors([ShownFile], limit: Int)

    /// How many characters a line of new text may have, after which the grammar ends it; `nil` where it does not.
    ///
    /// A small model may go on with one line for ever. A longer line may have been cut, and is not to be used.
    package var lineLimit: Int? {
      switch self {
      case .search(let files, _), .lineRange(let files, _), .anchors(let files, _): Self.lineLimit(of: files)
      case .window, .patch: nil
      }
    }

    /// More than the longest line of `files`, and enough for a line of any usual length.
    static func lineLimit(of files: [ShownFile]) -> Int {
      max(200, 100 + (files.lazy.flatMap(\.lines).map(\.unicodeScalars.count).max() ?? 0))
    }

    /// The most edits that the reply may have; `nil` where it is not bound.
    package var limit: Int? {
      switch self {
      case .search(_, let limit), .lineRange(_, let limit), .anchors(_, let limit): limit
      case .window, .patch: nil
      }
    }
  }

  /// A file as it was shown to the engine.
  package struct ShownFile: Hashable, Sendable {
    /// The path, as the engine was told it.
    package var path: String
    /// The lines as they were shown, without line endings.
    package var lines: [String]

    package init(path: String, lines: [String]) {
      self.path = path
      self.lines = lines
    }
  }

  /// The conversation, oldest turn first.
  ///
  /// What stays the same between requests belongs in front, for prompt caches.
  package var messages: [Message]
  /// The most tokens the reply may have.
  ///
  /// Some services count this number against the rate limit as soon as they are asked, so it should be near the need.
  package var maxOutputTokens: Int
  /// How freely tokens are drawn, 0 to 2; `nil` leaves it to the service, since some models refuse the field.
  package var temperature: Double?
  /// The reply ends before the first of these texts.
  package var stop: [String]
  /// What most of the reply will probably look like, which lets some services check instead of write.
  package var prediction: String?
  /// How the reply begins; the engine goes on from there and does not repeat it.
  package var prefill: String?
  /// What the reply is bound to; an engine without `EngineCapabilities.grammar` writes freely.
  package var grammar: Grammar?
  /// When set, the gap to fill; an engine with `EngineCapabilities.infill` then ignores `messages`.
  package var infill: Infill?
  /// Makes equal requests give equal replies where the service can.
  package var seed: Int?
  /// Until when a failed attempt may be tried again; `nil` allows a wait of at most 20 seconds before each attempt.
  package var deadline: ContinuousClock.Instant?
  /// Whether the sender waits for the service's limits himself, so that a refusal for too many requests is told at once.
  package var isPaced = false

  package init(
    messages: [Message], maxOutputTokens: Int, temperature: Double? = nil, stop: [String] = [],
    prediction: String? = nil, prefill: String? = nil, infill: Infill? = nil, seed: Int? = nil,
    deadline: ContinuousClock.Instant? = nil
  ) {
    self.messages = messages
    self.maxOutputTokens = maxOutputTokens
    self.temperature = temperature
    self.stop = stop
    self.prediction = prediction
    self.prefill = prefill
    self.infill = infill
    self.seed = seed
    self.deadline = deadline
  }
}

extension EngineRequest {
  /// How long a reply may become, in bytes, before its limit was plainly ignored: more than any vocabulary packs into a token on
  /// average, and what may stand around edits.
  package var longestReply: Int { maxOutputTokens * 32 + 4000 }

  /// About how many tokens there are to read, by the length of the text.
  package var tokenEstimate: Int {
    let texts =
      infill.map { [$0.prefix, $0.suffix] + $0.context.map(\.text) } ?? messages.map(\.content)
    return texts.reduce(0) { $0 + TokenEstimate.tokens(bytes: $1.utf8.count) }
  }
}
