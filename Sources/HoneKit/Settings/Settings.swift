package import HoneCore
internal import HoneYAML

/// What the user configured: `git config hone.*` and one `[honeengine "<name>"]` section an engine.
///
/// Reading is pure; the pairs come from git itself, so that scopes, includes and `-c` behave as everywhere.
package struct Settings: Sendable {
  /// One `[honeengine "<name>"]` section.
  package struct EngineSection: Sendable {
    package var url: String?
    package var model: String?
    /// `chat`, `responses` or `llama`.
    package var api: String?
    /// The environment variable that holds the key.
    package var keyVariable: String?
    /// `sse` or `websocket`.
    package var transport: String?
    package var format: EditFormat?
    /// The context in tokens that the engine takes.
    package var context: Int?
    /// Whether patches are asked for through a tool that is bound to their form.
    package var patchTool: Bool?
    /// Whether a reply under way can be told something, over a WebSocket.
    package var steer: Bool?
    /// What becomes of replies whose pieces are not counted: `accept`, `whole` or `refuse`.
    package var uncounted: String?
    /// How many requests may be under way at once at most.
    package var parallel: Int?
    /// What a million tokens cost: of the request, of its cached part, of the reply.
    package var prices: (prompt: Double, cached: Double, completion: Double)?
    /// Whether a key may be sent over plain HTTP to another machine.
    package var allowsInsecure = false

    package init() {}
  }

  /// `hone.engine`: the engine to use when none is named.
  package var engine: String?
  /// `hone.model`.
  package var model: String?
  /// `hone.budget`: when to stop asking.
  package var budget: Duration?
  /// `hone.coAuthoredBy`: the value of a `Co-authored-by` trailer; none is written without it.
  package var coAuthor: String?
  /// `hone.context`: how many tokens of context to send at most.
  package var context: Int?
  package var engines: [String: EngineSection] = [:]
  /// Engines of which the repository's own configuration, which may have come with it, says where requests go, which key
  /// they carry or that it may go unencrypted, each with the keys that say so, while the user has not said `git hone trust`.
  package var untrustedEngines: [String: Set<String>] = [:]
  /// Whether `engine` is the choice of the repository's own configuration, while the user has not said `git hone trust`.
  package var isChoiceUntrusted = false
  /// Keys that this version does not know, for the doctor; a newer version may.
  package var unknownKeys: [String] = []

  package init() {}

  /// Reads settings from `pairs` of a configuration key, as git spells it (`hone.budget`, `honeengine.NAME.url`), and its
  /// value; a later pair wins.
  /// - Throws: a usage `RunFailure` naming the key whose value cannot be understood.
  package init(pairs: some Sequence<(key: String, value: String)>) throws {
    for (key, value) in pairs {
      if key.hasPrefix("honeengine."), let dot = key.lastIndex(of: ".") {
        let start = key.index(key.startIndex, offsetBy: "honeengine.".count)
        guard start <= dot else { continue }
        let name = String(key[start..<dot])
        try read(String(key[key.index(after: dot)...]), of: name, value: value, key: key)
      } else {
        try read(key, value: value)
      }
    }
  }

  /// The engines that keys of the configuration, as git spells them, give an address, the name of a key, or leave to send it
  /// unencrypted, each with what it is given.
  static func enginesReached(by keys: some Sequence<String>) -> [String: Set<String>] {
    var engines: [String: Set<String>] = [:]
    for key in keys {
      guard key.hasPrefix("honeengine."), let dot = key.lastIndex(of: ".") else { continue }
      let start = key.index(key.startIndex, offsetBy: "honeengine.".count)
      let variable = String(key[key.index(after: dot)...])
      guard start <= dot, ["url", "keyenv", "allowinsecure"].contains(variable) else { continue }
      engines[String(key[start..<dot]), default: []].insert(variable)
    }
    return engines
  }

  /// Whether the engine that is used when none is named is the choice of the repository's own configuration, where the user
  /// has chosen another one or none.
  static func isEngineOwn(in pairs: some Sequence<(key: String, value: String, isOwn: Bool)>) -> Bool {
    let choices = pairs.filter { $0.key == "hone.engine" }
    guard let last = choices.last, last.isOwn else { return false }
    return choices.last { !$0.isOwn }?.value != last.value
  }

  /// Keys that other parts of Hone read, as git spells them.
  private static let keysOfOthers: Set = [
    "hone.keepruns", "hone.check.off", "hone.check.note", "hone.check.warning", "hone.check.error", "hone.check.cache",
    "hone.check.maxfilesize", "hone.check.maxbinarysize", "hone.hook.fix", "hone.hook.when", "hone.hook.budget",
    "hone.hook.hint",
  ]

  /// The known key that `key` is likely meant to be.
  static func nearestKey(to key: String) -> String? {
    let own: Set = ["hone.engine", "hone.model", "hone.budget", "hone.coauthoredby", "hone.context"]
    return NearestName.of(key, in: own.union(keysOfOthers).sorted())
  }

  private mutating func read(_ key: String, value: String) throws {
    switch key {
    case "hone.engine": engine = value
    case "hone.model": model = value
    case "hone.budget": budget = try Self.duration(value, key: key)
    case "hone.coauthoredby": coAuthor = value
    case "hone.context": context = try Self.count(value, key: key)
    default: if !Self.keysOfOthers.contains(key) { unknownKeys.append(key) }
    }
  }

  private mutating func read(_ variable: String, of name: String, value: String, key: String) throws {
    var section = engines[name] ?? EngineSection()
    switch variable {
    case "url": section.url = value
    case "model": section.model = value
    case "api": section.api = value
    case "keyenv": section.keyVariable = value
    case "transport": section.transport = value
    case "context": section.context = try Self.count(value, key: key)
    case "parallel": section.parallel = try Self.count(value, key: key)
    case "price":
      let words = value.split(separator: " ")
      let numbers = words.compactMap { Double($0) }.filter((0...1_000_000).contains)
      guard words.count == 3, numbers.count == 3 else {
        throw Self.fault(
          key, value, expected: "three prices for a million tokens: sent, cached, written, as `0.25 0.03 1.2`")
      }
      section.prices = (numbers[0], numbers[1], numbers[2])
    case "uncounted": section.uncounted = value
    case "allowinsecure": section.allowsInsecure = Self.isTrue(value)
    case "patchtool": section.patchTool = Self.isTrue(value)
    case "steer": section.steer = Self.isTrue(value)
    case "format":
      guard let format = EditFormat(rawValue: value) else {
        throw Self.fault(key, value, expected: EditFormat.allCases.map(\.rawValue).joined(separator: ", "))
      }
      section.format = format
    default: unknownKeys.append(key)
    }
    engines[name] = section
  }

  /// As git reads a switch; a key without a value is empty here and true there.
  private static func isTrue(_ value: String) -> Bool { ["true", "yes", "on", "1"].contains(value.lowercased()) }

  private static func duration(_ value: String, key: String) throws -> Duration {
    guard let duration = Duration(text: value) else {
      throw fault(key, value, expected: "a time such as 1500ms or 10s")
    }
    return duration
  }

  /// More tokens than any engine takes, and more requests; what is reckoned with a count stays far from the limits of `Int`.
  private static let maximumCount = 1 << 31

  private static func count(_ value: String, key: String) throws -> Int {
    guard let number = Int(value), (1...maximumCount).contains(number) else {
      throw fault(key, value, expected: "a number from 1 to \(maximumCount)")
    }
    return number
  }

  private static func fault(_ key: String, _ value: String, expected: String) -> RunFailure {
    .usage("\(key) is `\(value)`, which is none of: \(expected)", remedy: "change it with `git config \(key) <value>`")
  }
}

extension Settings {
  /// What `tokens` cost with an engine; `nil` when it has no prices, or nothing was asked.
  package func cost(of tokens: RunSummary.Tokens, engine: String?) -> Double? {
    guard let engine, let prices = engines[engine]?.prices, tokens.prompt + tokens.completion > 0 else { return nil }
    let fresh = Double(max(0, tokens.prompt - tokens.cached)) * prices.prompt
    return (fresh + Double(tokens.cached) * prices.cached + Double(tokens.completion) * prices.completion) / 1_000_000
  }
}

extension Duration {
  /// Reads `250ms`, `10s`, `2m` or a bare number of seconds; `nil` for anything else, and for nothing or less.
  package init?(text: String) {
    let units: [(suffix: String, milliseconds: Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("", 1000)]
    for unit in units where text.hasSuffix(unit.suffix) {
      guard let value = Double(text.dropLast(unit.suffix.count)), value.isFinite, value > 0, value < 1e9 else {
        return nil
      }
      self = .microseconds(Int64(value * unit.milliseconds * 1000))
      return
    }
    return nil
  }
}
