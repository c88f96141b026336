/// Members of which only the number of their values is wanted.
extension JSONParser {
  /// The value of a tallied member.
  mutating func tally() throws(JSON.SyntaxError) -> JSON {
    skipBlanks()
    guard peek(UInt8(ascii: "{")) else {
      try skip()
      return .null
    }
    try enter()
    var members: [JSON.Member] = []
    if take(UInt8(ascii: "}")) { return leave(.object(members)) }
    repeat {
      skipBlanks()
      guard peek(UInt8(ascii: "\"")) else { throw failure }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure }
      skipBlanks()
      if peek(UInt8(ascii: "[")) {
        members.append(JSON.Member(name: name, value: .integer(try count())))
      } else {
        try skip()
      }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure }
    return leave(.object(members))
  }

  /// How many values the array has that begins here.
  private mutating func count() throws(JSON.SyntaxError) -> Int {
    offset += 1
    if take(UInt8(ascii: "]")) { return 0 }
    var count = 0
    repeat {
      try skip()
      count += 1
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure }
    return count
  }

  /// Passes over one value.
  private mutating func skip() throws(JSON.SyntaxError) {
    skipBlanks()
    let start = offset
    var level = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        try skipString()
        if level == 0 { return }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // The end of what stands around a number or a word.
        if level == 0 { return try checkSkipped(from: start) }
        level -= 1
        if level == 0 {
          offset += 1
          return
        }
      case UInt8(ascii: ",") where level == 0: return try checkSkipped(from: start)
      default: break
      }
      offset += 1
    }
    throw failure
  }

  private func checkSkipped(from start: Int) throws(JSON.SyntaxError) {
    guard offset > start else { throw failure }
  }

  private mutating func skipString() throws(JSON.SyntaxError) {
    offset += 1
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"): offset += 2
      case 0..<0x20: throw failure
      default: offset += 1
      }
    }
    throw failure
  }
}
