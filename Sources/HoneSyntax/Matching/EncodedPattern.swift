/// A pattern with its dollars replaced, and where each byte of it came from.
struct EncodedPattern {
  /// What the grammar can read.
  var bytes: [UInt8] = []
  /// For each byte, and the end, the offset in the original.
  var origins: [Int] = []
  /// For each byte, what it stands for.
  private var marks: [Mark] = []

  private struct Mark: OptionSet {
    let rawValue: UInt8
    /// A dollar was replaced here, or stands for itself.
    static let dollar = Mark(rawValue: 1)
    /// A metavariable begins.
    static let start = Mark(rawValue: 2)
    /// Put in, so that the grammar takes a metavariable where it stands.
    static let inserted = Mark(rawValue: 4)
  }

  /// Replaces the dollars of metavariables by the sigil.
  ///
  /// A run of dollars is one when an upper-case letter or an underscore follows, or when there are exactly three.
  init(_ text: some Collection<UInt8>, sigil: [UInt8]) {
    let dollar = UInt8(ascii: "$")
    let source = Array(text)
    bytes.reserveCapacity(source.count + 8)
    func append(_ byte: UInt8, from origin: Int, _ mark: Mark = []) {
      bytes.append(byte)
      origins.append(origin)
      marks.append(mark)
    }
    var position = 0
    while position < source.count {
      guard source[position] == dollar else {
        append(source[position], from: position)
        position += 1
        continue
      }
      let end = source[position...].firstIndex { $0 != dollar } ?? source.count
      let next = end < source.count ? source[end] : 0
      let isHole = next.isMetavariableByte && !next.isDecimalDigit || end - position == 3
      for index in position..<end {
        var mark: Mark = index == position ? [.dollar, .start] : .dollar
        for byte in isHole ? sigil : [dollar] {
          append(byte, from: index, mark)
          mark = []
        }
      }
      position = end
    }
    origins.append(source.count)
  }

  /// Whether the byte at an offset stands for a dollar.
  func isDollar(at offset: Int) -> Bool { has(.dollar, at: offset) }

  /// Whether the byte at an offset was put in.
  func isInserted(at offset: Int) -> Bool { has(.inserted, at: offset) }

  /// Whether any byte was put in.
  var hasInsertions: Bool { marks.contains { $0.contains(.inserted) } }

  /// The offsets at which metavariables begin, ascending.
  var starts: [Int] { marks.indices.filter { marks[$0].contains(.start) } }

  private func has(_ mark: Mark, at offset: Int) -> Bool {
    marks.indices.contains(offset) && marks[offset].contains(mark)
  }

  /// Where the metavariable ends that begins at an offset.
  func end(ofHoleAt start: Int) -> Int {
    // The dollars of the metavariable are neighbours, and its name follows the last of them.
    let lead = bytes[start]
    let width = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    var end = start
    while isDollar(at: end) { end += width }
    while end < bytes.count, bytes[end].isMetavariableByte || bytes[end] >= 0x80 { end += 1 }
    return end
  }

  /// The same with quotes around the metavariable that begins at an offset.
  func quoting(holeAt start: Int) -> EncodedPattern {
    inserting([(start, "\""), (end(ofHoleAt: start), "\"")])
  }

  /// The same with texts put in; ascending.
  func inserting(_ insertions: [(offset: Int, text: String)]) -> EncodedPattern {
    var made = self
    var shift = 0
    for (offset, text) in insertions {
      let text = Array(text.utf8)
      made.bytes.insert(contentsOf: text, at: offset + shift)
      made.origins.insert(contentsOf: text.map { _ in origins[offset] }, at: offset + shift)
      made.marks.insert(contentsOf: text.map { _ in Mark.inserted }, at: offset + shift)
      shift += text.count
    }
    return made
  }

  /// JSON has no names, so a metavariable becomes a string, and one among the pairs of an object a pair.
  var withStrings: EncodedPattern {
    var insertions: [(offset: Int, text: String)] = []
    var brackets: [UInt8] = []
    var isInString = false
    var isValue = false
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if isInString {
        if byte == UInt8(ascii: "\\") { position += 1 } else if byte == UInt8(ascii: "\"") { isInString = false }
      } else if has(.start, at: position) {
        let end = end(ofHoleAt: position)
        let next = bytes[end...].first { !$0.isWhitespace }
        let isPair = brackets.last == UInt8(ascii: "{") && !isValue && next != UInt8(ascii: ":")
        insertions += [(position, "\""), (end, isPair ? "\":0" : "\"")]
        position = end
        continue
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          brackets.append(byte)
          isValue = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = brackets.popLast()
        case UInt8(ascii: ":"): isValue = true
        case UInt8(ascii: ","): isValue = false
        default: break
        }
      }
      position += 1
    }
    return inserting(insertions)
  }

  /// Metavariables that stand as statements of their own become calls, which end with a semicolon.
  var withStatements: EncodedPattern {
    var insertions: [(offset: Int, text: String)] = []
    for start in starts {
      let end = end(ofHoleAt: start)
      let before = bytes[..<start].last { !$0.isWhitespace }
      let after = bytes[end...].first { !$0.isWhitespace }
      if let before, "{};".utf8.contains(before), after == UInt8(ascii: "}") { insertions.append((end, "();")) }
    }
    return inserting(insertions)
  }
}

extension PatternDialect {
  /// Replaces the dollars of metavariables by the sigil.
  func encode(_ text: some Collection<UInt8>) -> EncodedPattern { EncodedPattern(text, sigil: sigil) }
}
