package import HoneYAML

/// When something is done beside the edits of a file.
package enum OperationCondition: String, Hashable, Sendable, CaseIterable {
  /// When the recipe changed the file, or for a creation any file.
  case changed
  /// Also when it changed nothing.
  case always
}

/// A new path for files that the recipe worked on.
///
/// Each wildcard of `to` stands for what the wildcard of `from` at the same position matched.
package struct FileRename: Hashable, Sendable {
  /// The keys of an entry of `rename`.
  package static let keys = ["from", "to", "when"]

  package var from: String
  package var to: String
  package var condition: OperationCondition

  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try YAMLMapping(node, name: "an entry of `rename`")
    try mapping.rejectUnknownKeys(Self.keys)
    guard let from = try mapping.string("from"), let to = try mapping.string("to") else {
      throw YAMLError(at: node.start, "the entry of `rename` lacks `from` or `to`", remedy: "write both")
    }
    let wildcards = (Self.wildcards(in: from), Self.wildcards(in: to))
    guard wildcards.0 == wildcards.1 else {
      throw YAMLError(
        at: node.start, "`from` and `to` do not have the same wildcards in the same order",
        remedy: "repeat every `*`, `**` and `?` of `from` in `to`")
    }
    self.from = from
    self.to = to
    condition = try mapping.choice("when") ?? .changed
  }

  /// The new path of a file; `nil` when `from` does not match it or the path stays the same.
  ///
  /// Of several ways to match, the one in which the first wildcards stand for least counts.
  package func newPath(for path: String) -> String? {
    var captures: [ArraySlice<UInt8>] = []
    let subject = Array(path.utf8)
    let parts = Self.parts(of: from)
    guard Self.match(parts[...], subject[...], &captures) else { return nil }
    var result: [UInt8] = []
    var next = captures.makeIterator()
    for part in Self.parts(of: to) {
      switch part {
      case .text(let bytes): result += bytes
      case .star, .anyDepth, .one: result += next.next() ?? []
      }
    }
    let renamed = String(decoding: result, as: UTF8.self)
    return renamed == path ? nil : renamed
  }

  private enum Part: Hashable {
    case text([UInt8])
    case one
    /// Anything without a slash.
    case star
    /// Anything; with the slash after it, nothing too.
    case anyDepth
  }

  private static func parts(of pattern: String) -> [Part] {
    var parts: [Part] = []
    var bytes = Array(pattern.utf8)[...]
    while let byte = bytes.first {
      if bytes.starts(with: "**/".utf8) {
        parts.append(.anyDepth)
        bytes = bytes.dropFirst(3)
      } else if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") {
        parts.append(byte == UInt8(ascii: "*") ? .star : .one)
        bytes = bytes.dropFirst()
      } else {
        let text = bytes.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }
        parts.append(.text(Array(text)))
        bytes = bytes.dropFirst(text.count)
      }
    }
    return parts
  }

  private static func wildcards(in pattern: String) -> [Part] {
    parts(of: pattern).filter { if case .text = $0 { false } else { true } }
  }

  /// Matches with backtracking; patterns come from the recipe's author and have few wildcards.
  private static func match(
    _ parts: ArraySlice<Part>, _ subject: ArraySlice<UInt8>, _ captures: inout [ArraySlice<UInt8>]
  ) -> Bool {
    guard let part = parts.first else { return subject.isEmpty }
    let rest = parts.dropFirst()
    if case .text(let text) = part {
      return subject.starts(with: text) && match(rest, subject.dropFirst(text.count), &captures)
    }
    for end in candidates(for: part, in: subject) {
      captures.append(subject[subject.startIndex..<end])
      if match(rest, subject[end...], &captures) { return true }
      captures.removeLast()
    }
    return false
  }

  /// Where what a wildcard stands for may end, nearest first.
  private static func candidates(for part: Part, in subject: ArraySlice<UInt8>) -> [Int] {
    let component = subject.prefix { $0 != UInt8(ascii: "/") }
    switch part {
    case .text: return []
    case .one: return component.isEmpty ? [] : [subject.startIndex + 1]
    case .star: return Array(component.startIndex...component.endIndex)
    case .anyDepth:
      return [subject.startIndex] + subject.indices.filter { subject[$0] == UInt8(ascii: "/") }.map { $0 + 1 }
    }
  }
}

/// A file that the recipe makes, from a `template` block.
package struct FileCreation: Hashable, Sendable {
  /// The keys of an entry of `create`.
  package static let keys = ["path", "template", "when"]

  /// May hold parameters.
  package var path: String
  /// The name of the template.
  package var template: String
  package var condition: OperationCondition
  /// What the file holds; filled from the recipe's `template` block.
  package var contents: [UInt8] = []
  /// Where the entry stands.
  package var mark: YAMLMark

  init(_ node: YAMLNode) throws(YAMLError) {
    let mapping = try YAMLMapping(node, name: "an entry of `create`")
    try mapping.rejectUnknownKeys(Self.keys)
    guard let path = try mapping.string("path"), let template = try mapping.string("template") else {
      throw YAMLError(at: node.start, "the entry of `create` lacks `path` or `template`", remedy: "write both")
    }
    self.path = path
    self.template = template
    condition = try mapping.choice("when") ?? .changed
    mark = node.start
  }
}

extension Recipe {
  /// The path that a file gets; `nil` when it keeps its own.
  /// - Parameter isChanged: whether the recipe changed the file.
  package func newPath(of path: String, isChanged: Bool) -> String? {
    header.renames.lazy.filter { isChanged || $0.condition == .always }.compactMap { $0.newPath(for: path) }.first
  }

  /// The files that are made in the end; what is there already stays.
  /// - Parameter isChanged: whether the recipe changed any file.
  package func creations(isChanged: Bool) -> [FileCreation] {
    header.creations.filter { isChanged || $0.condition == .always }
  }
}
