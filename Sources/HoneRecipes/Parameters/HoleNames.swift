/// Finds and fills holes in texts: `$NAME` and `$$$NAME`, names in upper case.
enum HoleNames {
  /// A hole in a text.
  struct Hole {
    /// The number of `$` before the name.
    let dollars: Int
    let name: String
    /// The bytes of the hole, `$` counted.
    let range: Range<Int>
  }

  /// The holes of a text, in order; a lone `$` and `$$$` without a name are none.
  static func holes(in text: [UInt8]) -> [Hole] {
    var holes: [Hole] = []
    var index = 0
    while let start = text[index...].firstIndex(of: UInt8(ascii: "$")) {
      let dollars = text[start...].prefix { $0 == UInt8(ascii: "$") }.count
      let name = text[(start + dollars)...].prefix(while: \.isHoleByte)
      index = start + dollars + name.count
      guard let first = name.first, !(0x30...0x39).contains(first) else { continue }
      holes.append(Hole(dollars: dollars, name: String(decoding: name, as: UTF8.self), range: start..<index))
    }
    return holes
  }

  /// The names of all holes of a text.
  static func all(in text: String) -> Set<String> { Set(holes(in: Array(text.utf8)).map(\.name)) }

  /// The text with each `$NAME` that has a value replaced by it; `$$$NAME` is another hole and stays.
  static func fill(_ text: String, with values: [String: String]) -> String {
    fill(text, with: values, where: { $0.dollars == 1 })
  }

  /// The text with every hole that has a value replaced by it, whatever it stands for.
  static func fillAll(_ text: String, with values: [String: String]) -> String {
    fill(text, with: values, where: { _ in true })
  }

  private static func fill(
    _ text: String, with values: [String: String], where isWanted: (Hole) -> Bool
  ) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    for hole in holes(in: bytes) where isWanted(hole) {
      guard let value = values[hole.name] else { continue }
      result += bytes[position..<hole.range.lowerBound] + Array(value.utf8)
      position = hole.range.upperBound
    }
    return String(decoding: result + bytes[position...], as: UTF8.self)
  }
}
