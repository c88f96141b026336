internal import HoneText
internal import HoneYAML

/// Reads `transform`: metavariables that are computed from others.
struct TransformReader {
  /// The metavariables of the rule.
  let captured: [Metavariable]
  /// The names of its rewriters.
  let rewriters: [String]

  /// Reads all transforms, ordered so that each comes after those it is computed from.
  func transforms(_ mapping: YAMLMapping) throws(YAMLError) -> [Transform] {
    guard let entries = try mapping.mapping("transform")?.entries else { return [] }
    var read: [(transform: Transform, mark: YAMLMark)] = []
    for entry in entries {
      guard !captured.contains(where: { $0.name == entry.key }) else {
        throw YAMLError(
          at: entry.mark, "`$\(entry.key)` is captured by a pattern already", remedy: "give the result another name")
      }
      read.append((try transform(entry.key, entry.value), entry.mark))
    }
    var ordered: [Transform] = []
    var known = captured
    while !read.isEmpty {
      let ready = read.firstIndex { item in
        known.contains { $0.name == item.transform.source.name && $0.isMany == item.transform.source.isMany }
      }
      guard let ready else {
        let (transform, mark) = read[0]
        throw YAMLError(
          at: mark, "nothing gives `\(transform.source)`, from which `$\(transform.name)` is computed",
          remedy: "name a metavariable of the rule, or a transform that does not lead back to this one")
      }
      let transform = read.remove(at: ready).transform
      known.append(.one(name: transform.name, isNamed: true))
      ordered.append(transform)
    }
    return ordered
  }

  private func transform(_ name: String, _ node: YAMLNode) throws(YAMLError) -> Transform {
    if let text = node.string { return try transform(name, call: text, node) }
    let mapping = try YAMLMapping(node, name: "the transform `\(name)`")
    guard mapping.entries.count == 1 else {
      throw YAMLError(at: node.start, "the transform `\(name)` must be one operation", remedy: "chain several by name")
    }
    let operation = mapping.entries[0]
    let arguments = try YAMLMapping(operation.value, name: "`\(operation.key)`")
    guard let source = arguments["source"] else {
      throw YAMLError(at: operation.mark, "`\(operation.key)` has no `source`", remedy: "name a metavariable: `$A`")
    }
    return try transform(name, operation.key, at: operation.mark, try source.text(for: "source"), arguments)
  }

  /// Reads the short form: `replace($A, replace='a', by=b)`.
  private func transform(_ name: String, call text: String, _ node: YAMLNode) throws(YAMLError) -> Transform {
    let mistake = YAMLError(
      at: node.start, "`\(text.prefix(60))` is no transform",
      remedy: "write one such as `replace($A, replace='regex', by='text')`")
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { throw mistake }
    let body = text[text.index(after: open)...].dropLast()
    let (source, rest) = body.firstIndex(of: ",").map { (body[..<$0], body[body.index(after: $0)...]) } ?? (body, "")
    // The arguments are a flow mapping of YAML with another sign.
    guard let yaml = Self.mapping(rest) else { throw mistake }
    let document: YAMLNode
    do {
      document = try YAML.document(in: Array(yaml.utf8)[...])
    } catch {
      throw mistake
    }
    let arguments = try YAMLMapping(document, name: "the arguments")
    let operation = text[..<open].filter { !$0.isWhitespace }
    let sourceName = source.filter { !$0.isWhitespace }
    do {
      return try transform(name, operation, at: node.start, sourceName, arguments)
    } catch {
      throw YAMLError(at: node.start, error.problem, remedy: error.remedy)
    }
  }

  /// `a=1, b='x'` as `{a: 1, b: 'x'}`; `nil` when it is no list of arguments.
  private static func mapping(_ arguments: Substring) -> String? {
    var pairs: [String] = []
    var rest = arguments.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      guard let sign = rest.firstIndex(of: "=") else { return nil }
      let key = rest[..<sign].filter { !$0.isWhitespace }
      rest = rest[rest.index(after: sign)...].drop(while: \.isWhitespace)
      let value: Substring
      if let quote = rest.first, quote == "'" || quote == "\"" || quote == "[" {
        guard let end = rest.dropFirst().firstIndex(of: quote == "[" ? "]" : quote) else { return nil }
        value = rest[...end]
        rest = rest[rest.index(after: end)...]
        pairs.append("\(key): \(value)")
      } else {
        value = rest.prefix { $0 != "," }
        rest = rest.dropFirst(value.count)
        pairs.append("\(key): \(value)")
      }
      rest = rest.drop(while: \.isWhitespace)
      if rest.first == "," { rest = rest.dropFirst().drop(while: \.isWhitespace) } else if !rest.isEmpty { return nil }
    }
    return "{" + pairs.joined(separator: ", ") + "}"
  }

  // MARK: Operations

  private func transform(
    _ name: String, _ operation: String, at mark: YAMLMark, _ source: String, _ arguments: YAMLMapping
  ) throws(YAMLError) -> Transform {
    guard let variable = Metavariable(source.utf8, sigil: Array("$".utf8)), variable.name != nil else {
      throw YAMLError(at: mark, "the source `\(source)` is no metavariable", remedy: "write its name with the dollar")
    }
    return Transform(name: name, source: variable, try self.operation(operation, at: mark, arguments))
  }

  private func operation(
    _ name: String, at mark: YAMLMark, _ arguments: YAMLMapping
  ) throws(YAMLError) -> Transform.Operation {
    func require(_ key: String) throws(YAMLError) -> YAMLNode {
      if let node = arguments[key] { return node }
      throw YAMLError(at: mark, "`\(name)` has no `\(key)`", remedy: "add it")
    }
    switch name {
    case "substring":
      try arguments.rejectUnknownKeys(["source", "startChar", "endChar"])
      return .substring(start: try arguments.integer("startChar"), end: try arguments.integer("endChar"))
    case "replace":
      try arguments.rejectUnknownKeys(["source", "replace", "by"])
      let by = try require("by")
      guard let text = by.scalar?.text else {
        throw by.unexpected(for: "by", expected: "a text", remedy: "write what a match becomes")
      }
      return .replace(try RuleReader.regex(try require("replace"), "replace"), by: ReplacementTemplate(text))
    case "convert":
      try arguments.rejectUnknownKeys(["source", "toCase", "separatedBy"])
      _ = try require("toCase")
      let target: StringCase? = try arguments.choice("toCase")
      return .convert(target ?? .lowerCase, separators: try separators(arguments))
    case "rewrite":
      try arguments.rejectUnknownKeys(["source", "rewriters", "joinBy"])
      let names = try arguments.strings("rewriters")
      for name in names where !rewriters.contains(name) {
        throw YAMLError(
          at: arguments["rewriters"]?.start ?? mark, "no rewriter is called `\(name)`",
          remedy: NearestName.of(name, in: rewriters).map { "did you mean `\($0)`?" } ?? "define it under `rewriters`")
      }
      return .rewrite(rewriters: names, joinBy: try arguments.string("joinBy"))
    default:
      throw YAMLError(
        at: mark, "the transform `\(name)` is not known", remedy: "known are substring, replace, convert and rewrite")
    }
  }

  private func separators(_ arguments: YAMLMapping) throws(YAMLError) -> Set<StringCase.Separator> {
    guard let node = arguments["separatedBy"] else { return Set(StringCase.Separator.allCases) }
    var separators: Set<StringCase.Separator> = []
    for name in try arguments.strings("separatedBy") {
      guard let separator = StringCase.Separator(rawValue: name) else {
        throw YAMLError(
          at: node.start, "the separator `\(name)` is not known",
          remedy: "known are \(StringCase.Separator.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      separators.insert(separator)
    }
    return separators
  }
}
