/// A mapping with text keys, read key by key; every mistake names its line, column, key and what was expected.
package struct YAMLMapping: Sendable {
  /// The keys that stand in it, in the order of the file.
  package let entries: [(key: String, mark: YAMLMark, value: YAMLNode)]
  /// Where the mapping starts.
  package let start: YAMLMark

  /// - Parameter name: what the mapping is, as a noun for messages, such as "the front matter".
  /// - Throws: when `node` is no mapping, or a key is no text.
  package init(_ node: YAMLNode, name: String) throws(YAMLError) {
    guard let mapping = node.mapping else {
      throw YAMLError(
        at: node.start, "\(name) is \(node.shown) where a mapping was expected", remedy: "write `key: value` lines")
    }
    var entries: [(key: String, mark: YAMLMark, value: YAMLNode)] = []
    for entry in mapping {
      guard let key = entry.key.string else {
        throw YAMLError(
          at: entry.key.start, "a key of \(name) is \(entry.key.shown) where a text was expected",
          remedy: "put quotes around the key")
      }
      entries.append((key, entry.key.start, entry.value))
    }
    self.entries = entries
    start = node.start
  }

  /// The value of a key; `nil` when it is absent.
  ///
  /// A null counts as absent.
  package subscript(key: String) -> YAMLNode? {
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else { return nil }
    return value
  }

  /// Throws at the first key that is not one of `known`, with the known key that it resembles most.
  package func rejectUnknownKeys(_ known: [String]) throws(YAMLError) {
    for entry in entries where !known.contains(entry.key) {
      let nearest = NearestName.of(entry.key, in: known)
      throw YAMLError(
        at: entry.mark, "the key `\(entry.key.prefix(60))` is not known",
        remedy: nearest.map { "did you mean `\($0)`?" } ?? "known are: \(known.joined(separator: ", "))")
    }
  }

  /// The text of a key; `nil` when it is absent.
  package func string(_ key: String) throws(YAMLError) -> String? {
    guard let value = self[key] else { return nil }
    return try value.text(for: key)
  }

  /// The truth value of a key; `nil` when it is absent.
  package func bool(_ key: String) throws(YAMLError) -> Bool? {
    guard let value = self[key] else { return nil }
    guard case .bool(let bool) = value.scalar?.value else {
      throw value.unexpected(for: key, expected: "true or false", remedy: "write `\(key): true` or `\(key): false`")
    }
    return bool
  }

  /// The integer of a key; `nil` when it is absent.
  package func integer(_ key: String) throws(YAMLError) -> Int? {
    guard let value = self[key] else { return nil }
    guard case .integer(let integer) = value.scalar?.value else {
      throw value.unexpected(for: key, expected: "an integer", remedy: "write a number without quotes")
    }
    return integer
  }

  /// The texts of a key: a list, or one text that stands for a list of one; empty when it is absent.
  package func strings(_ key: String) throws(YAMLError) -> [String] {
    guard let value = self[key] else { return [] }
    guard let items = value.sequence else {
      guard let text = value.string else {
        throw value.unexpected(for: key, expected: "a text or a list of texts", remedy: "write `\(key): [...]`")
      }
      return [text]
    }
    var texts: [String] = []
    for item in items { texts.append(try item.text(for: key)) }
    return texts
  }

  /// The mapping of a key; `nil` when it is absent.
  package func mapping(_ key: String) throws(YAMLError) -> YAMLMapping? {
    guard let value = self[key] else { return nil }
    return try YAMLMapping(value, name: "`\(key)`")
  }

  /// The value of a key that is one of a few words; `nil` when it is absent.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, as type: Choice.Type = Choice.self
  ) throws(YAMLError) -> Choice? where Choice.RawValue == String {
    guard let value = self[key] else { return nil }
    let words = Choice.allCases.map(\.rawValue)
    guard let text = value.scalar?.text, let choice = Choice(rawValue: text) else {
      throw value.unexpected(
        for: key, expected: "one of \(words.joined(separator: ", "))", remedy: "write one of these words")
    }
    return choice
  }
}

extension YAMLNode {
  /// The value as a message shows it.
  package var shown: String {
    switch content {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let scalar):
      let text = scalar.text.prefix(40).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
      return switch scalar.value {
      case .null: "nothing"
      case .bool: "the truth value `\(text)`"
      case .integer, .float: "the number `\(text)`"
      case .string: "the text `\(text)`"
      }
    }
  }

  /// The text of a scalar that is a string.
  /// - Parameter key: the key that it is the value of, for the message.
  package func text(for key: String) throws(YAMLError) -> String {
    guard let string else {
      throw unexpected(
        for: key, expected: "a text", remedy: scalar == nil ? "write one text" : "put quotes around it")
    }
    return string
  }

  /// The error that says this value is not what `key` takes.
  package func unexpected(for key: String, expected: String, remedy: String) -> YAMLError {
    YAMLError(at: start, "`\(key)` is \(shown) where \(expected) was expected", remedy: remedy)
  }
}
