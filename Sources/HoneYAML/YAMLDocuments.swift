/// Reads YAML texts: YAML 1.2's core schema over libyaml's reading of the syntax, without duplicate keys.
package enum YAML {
  /// Reads a text that holds one document.
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte-order mark; may be a part of a file that starts at the start of a line.
  ///   - firstLine: the number of the first line, when it is a part of a file.
  /// - Returns: the document; a null when the text holds none.
  /// - Throws: `YAMLError`, also when there are several documents.
  package static func document(
    in bytes: ArraySlice<UInt8>, firstLine: Int = 1, limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLError) -> YAMLNode {
    let documents = try documents(in: bytes, firstLine: firstLine, limits: limits)
    if let second = documents.dropFirst().first {
      throw YAMLError(at: second.start, "a second document starts here", remedy: "keep one document in the file")
    }
    if let first = documents.first { return first }
    let mark = YAMLMark(offset: bytes.startIndex, line: firstLine, column: 1)
    return YAMLNode(
      content: .scalar(YAMLScalar(text: "", style: .plain, value: .null)), start: mark, end: mark)
  }

  /// Reads a text that holds any number of documents.
  /// - Throws: `YAMLError` at the first fault: wrong syntax, bytes that are not UTF-8, a key that stands twice, an alias
  ///   without its anchor, or more bytes, depth or values than `limits` allow.
  package static func documents(
    in bytes: ArraySlice<UInt8>, firstLine: Int = 1, limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLError) -> [YAMLNode] {
    guard bytes.count <= limits.bytes else {
      throw YAMLError(
        line: firstLine, column: 1, problem: "the text has \(bytes.count) bytes, and \(limits.bytes) are read",
        remedy: "split it")
    }
    let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes
    let table = MarkTable(text, firstLine: firstLine)
    if let offset = text.firstMalformedUTF8 {
      throw YAMLError(
        at: table.mark(at: offset), "the byte 0x\(String(text[offset], radix: 16)) is not UTF-8",
        remedy: "save the file as UTF-8")
    }
    return try text.withUnsafeBufferPointer { buffer throws(YAMLError) in
      guard let parser = EventParser(buffer, table: table) else {
        throw YAMLError(line: firstLine, column: 1, problem: "there is no memory to read it", remedy: "try again")
      }
      var composer = YAMLComposer(parser: parser, limits: limits)
      return try composer.compose()
    }
  }
}

extension ArraySlice<UInt8> {
  /// The index of the first byte that is no part of well-formed UTF-8; `nil` when all are.
  fileprivate var firstMalformedUTF8: Int? {
    let isWellFormed = withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
    if isWellFormed { return nil }
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = makeIterator()
    var offset = startIndex
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
