/// A value of a YAML document, with the place it stands at.
///
/// Anchors are resolved: an alias stands here as the value it names, at the place of the anchor.
package struct YAMLNode: Sendable {
  /// What kind of value it is.
  package indirect enum Content: Hashable, Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the file; no key stands twice.
    case mapping([YAMLEntry])
  }

  package let content: Content
  /// The tag as resolved by the parser (`tag:yaml.org,2002:str`, `!Ref`); `nil` when none is written.
  package let tag: String?
  /// The first byte of the value.
  package let start: YAMLMark
  /// The byte after the value; for a block collection that is the start of the next token.
  package let end: YAMLMark

  package init(content: Content, tag: String? = nil, start: YAMLMark, end: YAMLMark) {
    self.content = content
    self.tag = tag
    self.start = start
    self.end = end
  }

  /// The line it starts on, from 1.
  package var line: Int { start.line }
  /// The column it starts at, from 1, in bytes.
  package var column: Int { start.column }

  /// The scalar; `nil` for a collection.
  package var scalar: YAMLScalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of a scalar that is a string, by the core schema; `nil` for everything else.
  package var string: String? {
    if let scalar, scalar.value == .string { scalar.text } else { nil }
  }

  /// Whether the value is absent or `null`.
  package var isNull: Bool { scalar?.value == .null }

  /// The items of a sequence; `nil` for everything else.
  package var sequence: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The entries of a mapping; `nil` for everything else.
  package var mapping: [YAMLEntry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The value of a key of a mapping; `nil` when there is no such key, or no mapping.
  package subscript(key: String) -> YAMLNode? {
    mapping?.first { $0.key.string == key }?.value
  }
}

/// Equality is of values: places do not count, so keys compare as YAML wants them to.
extension YAMLNode: Hashable {
  package static func == (first: YAMLNode, second: YAMLNode) -> Bool {
    first.content == second.content && first.tag == second.tag
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(content)
    hasher.combine(tag)
  }
}

/// A key with its value.
package struct YAMLEntry: Hashable, Sendable {
  package let key: YAMLNode
  package let value: YAMLNode

  package init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }
}

/// A place in the bytes that were parsed.
package struct YAMLMark: Hashable, Sendable {
  /// The byte, from 0; in a slice, its index.
  package var offset: Int
  /// From 1; a line ends at a line feed, as git counts them.
  package var line: Int
  /// From 1, in bytes.
  package var column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}
