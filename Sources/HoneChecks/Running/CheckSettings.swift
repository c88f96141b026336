package import HoneCore

extension Refusal.Code {
  /// A setting, or a file of settings, cannot be understood.
  package static let settings = Self(rawValue: "settings")
}

/// What the user has set: `git config hone.check.*`.
package struct CheckSettings: Hashable, Sendable {
  /// `hone.check.off`, `.note`, `.warning`, `.error`: rules or groups that are switched off, or get that severity.
  package var selection: [RuleSelection.Entry] = []
  /// `hone.check.maxFileSize`: the size in bytes above which a file is too large to be committed unnoticed.
  package var maximumFileSize = 5 << 20
  /// `hone.check.maxBinarySize`: the size in bytes above which a binary file of unknown format is warned of, not only noted.
  package var maximumBinarySize = 500 << 10
  /// `hone.check.cache`: whether versions without findings are remembered.
  package var usesCache = true

  package init() {}

  /// Reads settings by their keys, as git spells them (`hone.check.maxfilesize`); keys of other sections are passed over.
  ///
  /// What is said of a rule counts more than what is said of its group, and that more than what is said of `*`.
  /// - Throws: a `Refusal` `.settings` that names the key.
  package init(_ values: [String: String]) throws(Refusal) {
    if let text = values["hone.check.maxfilesize"] {
      maximumFileSize = try Self.size(text, key: "hone.check.maxFileSize")
    }
    if let text = values["hone.check.maxbinarysize"] {
      maximumBinarySize = try Self.size(text, key: "hone.check.maxBinarySize")
    }
    if let text = values["hone.check.cache"] {
      guard let value = Self.truth(text) else {
        throw Refusal(
          .settings, "hone.check.cache is `\(text)`, which is neither true nor false", remedy: "write true or false")
      }
      usesCache = value
    }
    for severity in Severity.allCases {
      selection += Self.rules(values["hone.check.\(severity.rawValue)"]).map { .init($0, severity: severity) }
    }
    selection += Self.rules(values["hone.check.off"]).map { .init($0, severity: nil) }
    selection = RuleSelection.byExactness(selection)
  }

  /// What git takes for true and false.
  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0", "": false
    default: nil
    }
  }

  private static func rules(_ value: String?) -> [String] {
    (value ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// Reads a number of bytes with git's suffixes `k`, `m` and `g`.
  private static func size(_ value: String, key: String) throws(Refusal) -> Int {
    let shifts: [Character: Int] = ["k": 10, "m": 20, "g": 30]
    let shift = value.last.flatMap { shifts[Character($0.lowercased())] }
    guard let number = Int(shift == nil ? value : String(value.dropLast())), number > 0,
      number <= Int.max >> (shift ?? 0)
    else {
      throw Refusal(
        .settings, "\(key) is `\(value)`, which is no size", remedy: "write a number of bytes, such as 500k or 5m")
    }
    return number << (shift ?? 0)
  }
}
