/// A hole of a pattern: what a `$` name stands for.
///
/// The notation is ast-grep's: `$A` is one named node, `$$A` one node of any kind, `$$$A` any number of nodes, and a name
/// that begins with an underscore captures nothing. Names are upper-case letters, digits and underscores; `$foo` is code.
package enum Metavariable: Hashable, Sendable {
  /// One node. The name is `nil` when nothing is captured; `isNamed` asks for a node that has a name in the grammar.
  case one(name: String?, isNamed: Bool)
  /// As few nodes as let the rest of the pattern match, none included.
  case many(name: String?)

  /// Under which name the nodes are captured.
  package var name: String? {
    switch self {
    case .one(let name, _), .many(let name): name
    }
  }

  /// The same hole with `prefix` before its name.
  func named(withPrefix prefix: String) -> Metavariable {
    switch self {
    case .one(let name, let isNamed): .one(name: name.map { prefix + $0 }, isNamed: isNamed)
    case .many(let name): .many(name: name.map { prefix + $0 })
    }
  }

  /// Whether it stands for any number of nodes.
  package var isMany: Bool {
    if case .many = self { true } else { false }
  }

  /// Reads a whole text as a metavariable.
  /// - Parameter sigil: what stands for the dollar, as a pattern's text has it after `PatternDialect.encode`.
  /// - Returns: `nil` when the text is anything else.
  package init?(_ text: some Collection<UInt8>, sigil: [UInt8]) {
    var rest = text[...]
    var sigils = 0
    while sigils < 3, rest.starts(with: sigil) {
      rest = rest.dropFirst(sigil.count)
      sigils += 1
    }
    guard sigils > 0, rest.allSatisfy(\.isMetavariableByte) else { return nil }
    let isCaptured = rest.first != UInt8(ascii: "_") && !rest.isEmpty
    let name = isCaptured ? String(decoding: rest, as: UTF8.self) : nil
    if sigils == 3 {
      self = .many(name: name)
    } else {
      guard let first = rest.first, !first.isDecimalDigit else { return nil }
      self = .one(name: name, isNamed: sigils == 1)
    }
  }
}

extension Metavariable: CustomStringConvertible {
  /// The notation, with a dollar.
  package var description: String {
    switch self {
    case .one(let name, let isNamed): (isNamed ? "$" : "$$") + (name ?? "_")
    case .many(let name): "$$$" + (name ?? "")
    }
  }
}

extension UInt8 {
  /// Whether it may stand in the name of a metavariable.
  var isMetavariableByte: Bool {
    (0x41...0x5a).contains(self) || isDecimalDigit || self == UInt8(ascii: "_")
  }

  /// Whether it is one of `0` to `9`.
  var isDecimalDigit: Bool { (0x30...0x39).contains(self) }

  /// Whether it is a blank, a tab, or ends a line.
  var isWhitespace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
