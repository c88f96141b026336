/// Where statements of the top level of a Python module begin.
///
/// A logical line that is not indented belongs to the module.
enum PythonBorders {
  static func offsets(in bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
    var borders: [Int] = []
    var position = 0
    var isDecorated = false
    while position < bytes.count {
      guard let line = PythonLine(bytes, from: position) else { return nil }
      if line.start == position, line.last >= 0 {
        // What a decorator stands above belongs to it.
        if !line.isClause(in: bytes), !isDecorated { borders.append(position) }
        isDecorated = bytes[position] == UInt8(ascii: "@")
      }
      position = line.end
    }
    return borders
  }
}
