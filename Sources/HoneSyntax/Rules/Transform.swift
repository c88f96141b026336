package import HoneText

/// A metavariable that is computed from another one.
package struct Transform: Sendable {
  /// How it is computed.
  package enum Operation: Sendable {
    /// Characters from `start` up to `end`; negative numbers count from the end.
    case substring(start: Int?, end: Int?)
    /// Every match replaced, by the rules of `ReplacementTemplate`.
    case replace(RegularExpression, by: ReplacementTemplate)
    case convert(StringCase, separators: Set<StringCase.Separator>)
    /// What the named rules match in the captured code rewritten by their fixes; only that, joined, with `joinBy`.
    case rewrite(rewriters: [String], joinBy: String?)
  }

  package var name: String
  /// What it is computed from: a capture, or another computed metavariable.
  package var source: Metavariable
  package var operation: Operation

  package init(name: String, source: Metavariable, _ operation: Operation) {
    self.name = name
    self.source = source
    self.operation = operation
  }
}

extension Transform {
  /// Characters from `start` up to `end` of a text; positions beyond its ends are its ends.
  static func substring(_ text: [UInt8], start: Int?, end: Int?) -> [UInt8] {
    let characters = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    func resolve(_ position: Int?, default normal: Int) -> Int {
      guard let position else { return normal }
      return position < 0
        ? max(0, characters.count + max(position, -characters.count)) : min(position, characters.count)
    }
    let from = resolve(start, default: 0)
    let to = resolve(end, default: characters.count)
    guard from < to else { return [] }
    var part = String.UnicodeScalarView()
    part.append(contentsOf: characters[from..<to])
    return Array(String(part).utf8)
  }
}
