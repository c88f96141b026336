/// A pattern of paths, in the form of `.gitignore` without negation.
///
/// `*` and `?` stay inside one component, `**` crosses them; without a slash it matches the name at any depth; a pattern
/// that matches a folder matches all below it.
package struct PathPattern: Hashable, Sendable {
  private let components: [[UInt8]]
  private let isAnchored: Bool

  /// Reads a pattern; spaces and tabs around it do not count.
  /// - Returns: `nil` for nothing, and for what is not supported: negation, classes, escapes, `.` and `..`.
  package init?(_ text: String) {
    var bytes = Array(ArraySlice(text.utf8).withoutBlanks)
    // What would silently match nothing is refused: it would show what it was written to hide.
    guard !bytes.isEmpty, bytes.first != UInt8(ascii: "!"), !bytes.contains(where: { "[]\\".utf8.contains($0) }) else {
      return nil
    }
    if bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    isAnchored = bytes.contains(UInt8(ascii: "/"))
    components = bytes.split(separator: UInt8(ascii: "/")).map { Array($0) }
    if components.isEmpty || components.contains(where: { $0 == [0x2e] || $0 == [0x2e, 0x2e] }) { return nil }
  }

  /// Whether the path, or a folder that it lies in, is what the pattern names.
  package func matches(_ path: RepositoryPath) -> Bool {
    let parts = path.components.map { Array($0) }
    guard isAnchored else { return parts.contains { Self.matches(glob: components[0], $0) } }
    let anyDepth = Array("**".utf8)
    // What lies below a matched folder is matched as well.
    return Self.matches(
      components + [anyDepth], parts, isStar: { $0 == anyDepth }, fits: { Self.matches(glob: $0, $1) })
  }

  private static func matches(glob: [UInt8], _ name: [UInt8]) -> Bool {
    matches(
      glob, name, isStar: { $0 == UInt8(ascii: "*") }, fits: { $0 == UInt8(ascii: "?") || $0 == $1 })
  }

  /// Wildcard matching that goes back to the last star only.
  ///
  /// That is enough, and takes no more than the product of both lengths whatever a hostile pattern says.
  private static func matches<Element>(
    _ pattern: [Element], _ subject: [Element], isStar: (Element) -> Bool, fits: (Element, Element) -> Bool
  ) -> Bool {
    var index = 0
    var position = 0
    var star: (index: Int, position: Int)?
    while position < subject.count {
      if index < pattern.count, isStar(pattern[index]) {
        star = (index, position)
        index += 1
      } else if index < pattern.count, fits(pattern[index], subject[position]) {
        index += 1
        position += 1
      } else if let last = star {
        star = (last.index, last.position + 1)
        index = last.index + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pattern[index...].allSatisfy(isStar)
  }
}
