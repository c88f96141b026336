/// A path inside a repository: relative, `/`-separated, as bytes, and safe to write.
///
/// git paths are bytes, not text; nothing here assumes UTF-8. A value of this type has passed the checks that libgit2
/// and `git update-index` each leave out in part: it is not absolute, has no empty, `.` or `..` component, no NUL, no
/// component that a case-folding HFS+ or NTFS file system would take for `.git`, and at most 4,095 bytes. Whether a
/// parent is a symbolic link can only be seen on disk and is checked there.
package struct RepositoryPath: Hashable, Sendable {
  /// The bytes, never empty.
  package let bytes: [UInt8]

  /// The longest path that is accepted, in bytes (Linux's `PATH_MAX` less the final NUL).
  package static let maximumLength = 4095

  /// Checks `bytes` and keeps them.
  /// - Throws: a `Refusal` with the code `unsafePath` that says which rule the path breaks.
  package init(bytes: some Sequence<UInt8>) throws(Refusal) {
    let bytes = Array(bytes)
    if let fault = PathRules.fault(in: bytes) {
      throw Refusal(.unsafePath, "the path \(Self.quoted(bytes)) \(fault)")
    }
    self.bytes = bytes
  }

  /// Whether it can be written in a line, as engines write names.
  package var isOneLine: Bool { !bytes.contains(UInt8(ascii: "\n")) }

  /// Checks the UTF-8 bytes of `text` and keeps them.
  /// - Throws: as `init(bytes:)`.
  package init(_ text: some StringProtocol) throws(Refusal) {
    try self.init(bytes: Array(text.utf8))
  }

  /// The path as text; bytes that are not UTF-8 become U+FFFD, so this is for people and never for finding the file.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether `text` names exactly this path.
  package var isText: Bool { Array(text.utf8) == bytes }

  /// The components, outermost first.
  package var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  /// The last component, for example `main.swift`.
  package var name: ArraySlice<UInt8> { bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...] }

  /// The folder that holds the path, without a final slash; empty at the top.
  package var parent: ArraySlice<UInt8> { bytes[..<(bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)] }

  /// The lower-cased text after the last dot of the name; empty when there is none.
  package var fileExtension: String {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "" }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// The path in git's C style: quoted and escaped when it holds a control character, a quote or a backslash.
  static func quoted(_ bytes: some Collection<UInt8>) -> String {
    let plain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if plain, !bytes.isEmpty { return String(decoding: bytes, as: UTF8.self) }
    var text = "\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\t"): text += "\\t"
      case UInt8(ascii: "\r"): text += "\\r"
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let octal = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return text + "\""
  }
}

extension RepositoryPath: CustomStringConvertible {
  /// The path for people: readable text, quoted as git quotes when it holds control characters.
  package var description: String {
    let hasControl = bytes.contains { $0 < 0x20 || $0 == 0x7f }
    return isText && !hasControl ? text : Self.quoted(bytes)
  }
}

extension RepositoryPath: Comparable {
  /// git's order: bytes, unsigned.
  package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
