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
  /// Where each line of a scalar's text stands; empty where nobody has noted it.
  package let textLines: [TextLine]

  /// Where a line of a text stands in the file.
  package struct TextLine: Hashable, Sendable {
    /// Its first byte.
    package var start: YAMLMark
    /// Whether the file holds the line as the text does; otherwise only its start is known.
    package var isVerbatim: Bool

    package init(start: YAMLMark, isVerbatim: Bool) {
      self.start = start
      self.isVerbatim = isVerbatim
    }
  }

  package init(
    content: Content, tag: String? = nil, start: YAMLMark, end: YAMLMark, textLines: [TextLine] = []
  ) {
    self.content = content
    self.tag = tag
    self.start = start
    self.end = end
    self.textLines = textLines
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

  /// The place of a byte of a scalar's text; `nil` where escapes, folding or indentation stand between text and file.
  /// - Parameter offset: from 0.
  package func mark(at offset: Int) -> YAMLMark? {
    guard let scalar else { return nil }
    let before = scalar.text.utf8.prefix(offset)
    let line = before.count { $0 == 0x0a }
    if textLines.indices.contains(line) {
      let place = textLines[line]
      let column = place.isVerbatim ? before.reversed().prefix { $0 != 0x0a }.count : 0
      return place.start.moved(by: column)
    }
    let quotes = scalar.style == .plain ? 0 : 1
    guard ![.literal, .folded].contains(scalar.style), !scalar.text.utf8.contains(0x0a),
      end.offset - start.offset == scalar.text.utf8.count + 2 * quotes
    else { return nil }
    return start.moved(by: quotes + offset)
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

  /// The place some bytes further on the same line.
  package func moved(by bytes: Int) -> YAMLMark {
    YAMLMark(offset: offset + bytes, line: line, column: column + bytes)
  }
}
