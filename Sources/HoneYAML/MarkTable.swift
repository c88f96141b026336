/// Turns places as libyaml tells them into places in the bytes.
///
/// libyaml counts characters, and takes U+0085, U+2028 and U+2029 for line ends. Editors and git count lines by line
/// feeds, and Hone counts columns in bytes.
struct MarkTable {
  /// How many characters lie between two remembered places.
  private static let stride = 512

  private let bytes: ArraySlice<UInt8>
  private let firstLine: Int
  /// The offset of every 512th character; empty when all characters are bytes.
  private var checkpoints: [Int] = []
  /// The offset of each line's first byte.
  private var lines: [Int]

  /// - Parameters:
  ///   - bytes: well-formed UTF-8 without a byte-order mark.
  ///   - firstLine: the number of the first line.
  init(_ bytes: ArraySlice<UInt8>, firstLine: Int) {
    self.bytes = bytes
    self.firstLine = firstLine
    lines = [bytes.startIndex]
    var characters = 0
    var isASCII = true
    var checkpoints: [Int] = []
    for (index, byte) in zip(bytes.indices, bytes) {
      if byte == 0x0a { lines.append(index + 1) }
      if byte >= 0x80 { isASCII = false }
      guard byte & 0xc0 != 0x80 else { continue }
      if characters % Self.stride == 0 { checkpoints.append(index) }
      characters += 1
    }
    if !isASCII { self.checkpoints = checkpoints }
  }

  /// The place of a character, counted from 0.
  func mark(ofCharacter number: Int) -> YAMLMark { mark(at: offset(ofCharacter: number)) }

  /// The place of a byte; the end for one beyond it.
  func mark(at offset: Int) -> YAMLMark {
    let offset = min(max(offset, bytes.startIndex), bytes.endIndex)
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    return YAMLMark(offset: offset, line: firstLine + low, column: offset - lines[low] + 1)
  }

  private func offset(ofCharacter number: Int) -> Int {
    guard let last = checkpoints.indices.last else { return bytes.startIndex + number }
    let checkpoint = min(number / Self.stride, last)
    var offset = checkpoints[checkpoint]
    for _ in 0..<(number - checkpoint * Self.stride) {
      guard offset < bytes.endIndex else { break }
      offset += 1
      while offset < bytes.endIndex, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
