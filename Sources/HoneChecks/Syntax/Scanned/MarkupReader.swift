internal import CExpat

/// Whether XML is well-formed, as expat reads it: without external parts, in the encodings that it knows.
enum MarkupReader {
  /// The elements that are open while expat reads.
  private final class Elements {
    var open: [(name: String, offset: Int)] = []
    let parser: XML_Parser

    init(_ parser: XML_Parser) { self.parser = parser }

    static func of(_ data: UnsafeMutableRawPointer?) -> Elements? {
      data.map { Unmanaged<Elements>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  /// The first place that cannot be read; `nil` when all can, and where expat does not know the encoding.
  static func fault(in bytes: [UInt8]) -> SyntaxFault? {
    guard let length = Int32(exactly: bytes.count), let parser = XML_ParserCreate(nil) else { return nil }
    defer { XML_ParserFree(parser) }
    let elements = Elements(parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(elements).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, _ in
        guard let elements = Elements.of(data), let name else { return }
        elements.open.append((String(cString: name), XML_GetCurrentByteIndex(elements.parser)))
      },
      { data, _ in _ = Elements.of(data)?.open.popLast() })
    let status = withExtendedLifetime(elements) {
      bytes.withUnsafeBytes { XML_Parse(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), length, 1) }
    }
    guard status == XML_STATUS_ERROR else { return nil }
    let offset = min(max(XML_GetCurrentByteIndex(parser), 0), bytes.count)
    return fault(XML_GetErrorCode(parser), at: offset, in: bytes, elements.open.last)
  }

  private static func fault(
    _ code: XML_Error, at offset: Int, in bytes: [UInt8], _ element: (name: String, offset: Int)?
  ) -> SyntaxFault? {
    switch code {
    case XML_ERROR_NO_MEMORY, XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_AMPLIFICATION_LIMIT_BREACH: return nil
    case XML_ERROR_TAG_MISMATCH:
      guard let element else { break }
      let line = bytes[..<element.offset].count { $0 == 0x0a } + 1
      return SyntaxFault(
        offset: offset, message: "an end tag of another name cannot close the `<\(element.name)>` of line \(line)")
    case XML_ERROR_NO_ELEMENTS:
      guard let element else { return SyntaxFault(offset: offset, message: "the file has no element") }
      return SyntaxFault(
        offset: element.offset, message: "this element is never closed by `</\(element.name)>`")
    case XML_ERROR_INVALID_TOKEN where offset > 0 && bytes[offset - 1] == UInt8(ascii: "&"):
      return SyntaxFault(offset: offset - 1, message: "`&` must be written `&amp;`")
    case XML_ERROR_UNDEFINED_ENTITY:
      return SyntaxFault(offset: offset, message: "XML knows no such entity unless it is declared")
    default: break
    }
    let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
    return SyntaxFault(offset: offset, message: "this is not well-formed XML: \(reason)")
  }
}
