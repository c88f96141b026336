extension SecretDetector {
  /// The secrets in the path of a file, in order and without overlap; the ranges are those of `path`.
  ///
  /// Tools that save pages make names of addresses, and people name backups after the token that they hold. A path has no two slashes
  /// in a row, so `https:/me:secret@host` is read as the address that it was; and an underscore parts words there.
  /// - Parameter path: a path, or a text with paths in it.
  package func secrets(inName path: [UInt8]) -> [Secret] {
    var bytes: [UInt8] = []
    // For each byte of `bytes`, and for their end, where it stands in the path.
    var offsets: [Int] = []
    for (offset, byte) in path.enumerated() {
      let isScheme =
        byte == UInt8(ascii: "/") && offset > 0 && path[offset - 1] == UInt8(ascii: ":") && offset + 1 < path.count
        && path[offset + 1] != byte
      for _ in 0..<(isScheme ? 2 : 1) {
        bytes.append(byte)
        offsets.append(offset)
      }
    }
    offsets.append(path.count)
    return SourceText.withBytes(bytes) { text in
      var inspection = Inspection(text: text, trust: FileTrust(nil), isName: true)
      inspection.run()
      return inspection.secrets.map { $0.at(offsets[$0.range.lowerBound]..<offsets[$0.range.upperBound]) }
    }
  }
}
