/// A text in UTF-16 that says so by its byte order mark, as PowerShell, .NET and the editor of Windows's registry write them.
///
/// Git and Hone take it for binary; secrets stand in it all the same.
struct WideText {
  /// The text in UTF-8, without the mark; what is no character is U+FFFD.
  private(set) var bytes: [UInt8] = []
  /// For each byte of `bytes`, and for their end, where its character begins in the file, in bytes.
  private var offsets: [Int] = []

  /// - Returns: `nil` for a file that does not begin with a mark of UTF-16. That of UTF-32 in little endian begins with
  ///   the same two bytes.
  /// - Source: The Unicode Standard, chapters 2.13 (marks) and 3.9 (surrogates).
  init?(_ contents: UnsafeBufferPointer<UInt8>) {
    guard contents.count >= 4 else { return nil }
    let isLittle = contents[0] == 0xff && contents[1] == 0xfe
    guard isLittle || contents[0] == 0xfe && contents[1] == 0xff, contents[2] != 0 || contents[3] != 0 else {
      return nil
    }
    bytes.reserveCapacity(contents.count / 2)
    offsets.reserveCapacity(contents.count / 2)
    func unit(at offset: Int) -> UInt16 {
      let (first, second) = (UInt16(contents[offset]), UInt16(contents[offset + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    var offset = 2
    while offset + 1 < contents.count {
      let start = offset
      let first = unit(at: offset)
      offset += 2
      var scalar = Unicode.Scalar(first) ?? "\u{fffd}"
      if UTF16.isLeadSurrogate(first), offset + 1 < contents.count, UTF16.isTrailSurrogate(unit(at: offset)) {
        let value = 0x10000 + (UInt32(first) & 0x3ff) << 10 + UInt32(unit(at: offset)) & 0x3ff
        scalar = Unicode.Scalar(value) ?? scalar
        offset += 2
      }
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        bytes.append(byte)
        offsets.append(start)
      }
    }
    offsets.append(offset)
  }

  /// Where a range of `bytes` stands in the file.
  func range(inFile range: Range<Int>) -> Range<Int> { offsets[range.lowerBound]..<offsets[range.upperBound] }
}
