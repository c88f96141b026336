/// Strings, numbers, truth values, dates and times of TOML 1.0.0.
extension TOMLReader {
  // MARK: Strings

  /// Reads a string in any of the four forms.
  mutating func string() throws(SyntaxFault) {
    guard let quote = peek() else { return }
    let start = offset
    let isLong = bytes[offset...].starts(with: [quote, quote, quote])
    offset += isLong ? 3 : 1
    while let byte = peek() {
      if byte == quote {
        guard isLong else {
          offset += 1
          return
        }
        let run = bytes[offset...].prefix { $0 == quote }.count
        offset += min(run, 5)
        // Up to two quotes may stand before the three that close.
        if run >= 3 { return }
        continue
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try escape(inLong: isLong)
        continue
      }
      if byte == 0x0a || byte == 0x0d {
        guard isLong else { throw fault("a string is not closed on its line", at: start) }
        let isEnding = byte == 0x0a || offset + 1 < bytes.count && bytes[offset + 1] == 0x0a
        guard isEnding else { throw fault("a line ends in CR without LF") }
      } else if byte < 0x20 && byte != 0x09 || byte == 0x7f {
        throw fault("a string holds a control character; write it as \\u00..")
      }
      offset += 1
    }
    throw fault("a string is not closed", at: start)
  }

  private mutating func escape(inLong isLong: Bool) throws(SyntaxFault) {
    let start = offset
    offset += 1
    guard let byte = peek() else { throw fault("a string is not closed") }
    switch byte {
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "u") ? 4 : 8
      let digits = String(decoding: bytes[(offset + 1)...].prefix(count), as: UTF8.self)
      guard digits.utf8.count == count, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16),
        Unicode.Scalar(value) != nil
      else { throw fault("the escape names no character", at: start) }
      offset += 1 + count
    case let byte where "btnfr\"\\".utf8.contains(byte): offset += 1
    case 0x20, 0x09, 0x0a, 0x0d:
      // A backslash at the end of a line joins it with the next one.
      while let blank = peek(), blank == 0x20 || blank == 0x09 || blank == 0x0d { offset += 1 }
      guard isLong, peek() == 0x0a else { throw fault("no escape begins like this", at: start) }
    default: throw fault("no escape begins like this; write \\\\ for a backslash", at: start)
    }
  }

  // MARK: Numbers, truth values, dates and times

  /// Reads a value without quotes or brackets.
  mutating func scalar() throws(SyntaxFault) {
    let start = offset
    skipWord()
    // A blank may stand between date and time.
    if Self.isDate(bytes[start..<offset]), peek() == 0x20, offset + 1 < bytes.count,
      (0x30...0x39).contains(bytes[offset + 1])
    {
      offset += 1
      skipWord()
    }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard !word.isEmpty else { throw fault("a value belongs here") }
    guard ["true", "false"].contains(word) || Self.isNumber(word) || Self.isTime(word) else {
      throw fault("`\(word.prefix(40))` is no value; text belongs in quotes", at: start)
    }
  }

  private mutating func skipWord() {
    while let byte = peek(), byte > 0x20, !",]}#".utf8.contains(byte) { offset += 1 }
  }

  private static func isNumber(_ word: String) -> Bool {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
      return isDigits(word.dropFirst(2), radix: radix)
    }
    var rest = word[...]
    if let sign = rest.first, sign == "+" || sign == "-" { rest = rest.dropFirst() }
    if rest == "inf" || rest == "nan" { return true }
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first else { return false }
    if parts.count == 2 {
      let exponent = parts[1].first.map { $0 == "+" || $0 == "-" } ?? false ? parts[1].dropFirst() : parts[1]
      guard isDigits(exponent, radix: 10) else { return false }
    }
    let halves = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first, isDigits(whole, radix: 10), whole.count == 1 || whole.first != "0" else {
      return false
    }
    return halves.count == 1 || isDigits(halves[1], radix: 10)
  }

  /// Whether `text` is digits, with single underscores between them.
  private static func isDigits(_ text: Substring, radix: Int) -> Bool {
    let groups = text.split(separator: "_", omittingEmptySubsequences: false)
    return groups.allSatisfy { group in
      !group.isEmpty
        && group.utf8.allSatisfy { byte in
          byte < 0x80 && (Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false)
        }
    }
  }

  private static func isDate(_ text: ArraySlice<UInt8>) -> Bool { isDate(Substring(decoding: text, as: UTF8.self)) }

  private static func isDate(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
      let day = number(parts[2]), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  /// Whether `word` is a date, a time, or both by RFC 3339.
  private static func isTime(_ word: String) -> Bool {
    if isDate(word[...]) { return true }
    guard word.utf8.count > 10 else { return isClock(word[...]) }
    let date = word.prefix(10)
    let mark = word.dropFirst(10).first
    guard isDate(date), mark == "T" || mark == "t" || mark == " " else { return isClock(word[...]) }
    var time = word.dropFirst(11)
    if time.last == "Z" || time.last == "z" {
      time = time.dropLast()
    } else if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let parts = time[sign...].dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard parts.map(\.utf8.count) == [2, 2], let hours = number(parts[0]), let minutes = number(parts[1]), hours < 24,
        minutes < 60
      else { return false }
      time = time[..<sign]
    }
    return isClock(time)
  }

  private static func isClock(_ text: Substring) -> Bool {
    let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let clock = halves.first else { return false }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [2, 2, 2], let hours = number(parts[0]), let minutes = number(parts[1]),
      let seconds = number(parts[2]), hours < 24, minutes < 60, seconds <= 60
    else { return false }
    return halves.count == 1 || isDigits(halves[1], radix: 10) && !halves[1].contains("_")
  }

  private static func number(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
  }
}
