/// A scalar as it is written, and what it means.
package struct YAMLScalar: Sendable {
  /// How it is written.
  package enum Style: Hashable, Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    /// A block after `|`, lines kept.
    case literal
    /// A block after `>`, lines folded.
    case folded
  }

  /// What it means by the core schema of YAML 1.2.
  package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Also integers too large for `Int`.
    case float(Double)
    /// The text is the value.
    case string
  }

  /// The text without quotes, escapes resolved, lines folded.
  package let text: String
  package let style: Style
  package let value: Value

  package init(text: String, style: Style, value: Value) {
    self.text = text
    self.style = style
    self.value = value
  }
}

extension YAMLScalar: Hashable {
  /// Two scalars are equal when they mean the same, however they are written.
  package static func == (first: YAMLScalar, second: YAMLScalar) -> Bool {
    first.value == second.value && (first.value != .string || first.text == second.text)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    if value == .string { hasher.combine(text) }
  }
}

// MARK: The core schema

extension YAMLScalar {
  private static let tagPrefix = "tag:yaml.org,2002:"

  /// Resolves a scalar: a plain one by its form, any other is a string unless its tag says otherwise.
  ///
  /// `yes`, `no`, `on` and `off` are strings, `010` is ten, and `1:30` is a string: version 1.2 took those traps away.
  /// Source: YAML 1.2.2, section 10.3.2, "Tag Resolution".
  /// - Returns: `nil` when a tag of the core schema stands at a text that it does not fit, such as `!!int x`.
  init?(text: String, style: Style, tag: String?) {
    guard let tag, tag.hasPrefix(Self.tagPrefix) else {
      // Any other tag, the lone `!` among them, makes it a string.
      self.init(text: text, style: style, value: style == .plain && tag == nil ? Self.value(ofPlain: text) : .string)
      return
    }
    let plain = Self.value(ofPlain: text)
    switch (tag.dropFirst(Self.tagPrefix.count), plain) {
    case ("null", .null), ("bool", .bool), ("int", .integer), ("float", .float):
      self.init(text: text, style: style, value: plain)
    case ("float", .integer(let number)): self.init(text: text, style: style, value: .float(Double(number)))
    case ("null", _), ("bool", _), ("int", _), ("float", _): return nil
    default: self.init(text: text, style: style, value: .string)
    }
  }

  private static func value(ofPlain text: String) -> Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    default: return number(Array(text.utf8)) ?? .string
    }
  }

  private static func number(_ bytes: [UInt8]) -> Value? {
    let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    let body = bytes.dropFirst(isSigned ? 1 : 0)
    guard let first = body.first, isDigit(first) || first == UInt8(ascii: ".") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if body.allSatisfy(isDigit) { return Int(text).map(Value.integer) ?? Double(text).map(Value.float) }
    if !isSigned, body.count > 2, let radix = radix(of: body) {
      let digits = String(decoding: body.dropFirst(2), as: UTF8.self)
      // `Int` would read a sign here, and the schema has none.
      guard digits.utf8.allSatisfy(\.isHexadecimalDigit) else { return nil }
      return Int(digits, radix: radix).map(Value.integer)
    }
    if [".inf", ".Inf", ".INF"].contains(String(decoding: body, as: UTF8.self)) {
      return .float(bytes.first == UInt8(ascii: "-") ? -.infinity : .infinity)
    }
    return isDecimal(body) ? Double(text.hasSuffix(".") ? text + "0" : text).map(Value.float) : nil
  }

  private static func radix(of digits: ArraySlice<UInt8>) -> Int? {
    digits.starts(with: "0o".utf8) ? 8 : digits.starts(with: "0x".utf8) ? 16 : nil
  }

  /// Whether an unsigned text is a decimal number: `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
    let whole = bytes.prefix(while: isDigit)
    var rest = bytes.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix(while: isDigit)
      if whole.isEmpty, fraction.isEmpty { return false }
      rest = rest.dropFirst(1 + fraction.count)
    } else if whole.isEmpty {
      return false
    }
    guard let mark = rest.first else { return true }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
