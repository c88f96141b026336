internal import CYAML

/// An event of libyaml as a value.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case documentStart
    case scalar(text: String, style: YAMLScalar.Style, tag: String?, anchor: String?)
    case alias(String)
    case sequenceStart(tag: String?, anchor: String?)
    case sequenceEnd
    case mappingStart(tag: String?, anchor: String?)
    case mappingEnd
    case documentEnd
    case streamEnd
  }

  let kind: Kind
  let start: YAMLMark
  let end: YAMLMark
}

/// Owns one parser of libyaml and turns its events and errors into values.
///
/// Events are pulled, so depth and size are limited by whoever pulls them, before memory is spent.
struct EventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let table: MarkTable

  /// - Parameter bytes: well-formed UTF-8; the memory must outlive the parser.
  /// - Returns: `nil` when there is no memory.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, table: MarkTable) {
    parser = .allocate(capacity: 1)
    self.table = table
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    // Named, so that libyaml does not take a file that starts with two odd bytes for UTF-16.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event.
  /// - Throws: what libyaml finds wrong, at the place where it did.
  mutating func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(
      kind: Self.kind(of: event), start: table.mark(ofCharacter: event.start_mark.index),
      end: table.mark(ofCharacter: event.end_mark.index))
  }

  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      return .scalar(
        text: String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
        style: style(scalar.style), tag: text(scalar.tag), anchor: text(scalar.anchor))
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(tag: text(event.data.sequence_start.tag), anchor: text(event.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(tag: text(event.data.mapping_start.tag), anchor: text(event.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func fault() -> YAMLError {
    let fault = parser.pointee
    let problem = fault.problem.map { String(cString: $0) } ?? "the text cannot be read"
    let mark =
      fault.error == YAML_READER_ERROR
      ? table.mark(at: table.mark(ofCharacter: 0).offset + fault.problem_offset)
      : table.mark(ofCharacter: fault.problem_mark.index)
    guard let context = fault.context.map({ String(cString: $0) }), fault.context_mark.index != fault.problem_mark.index
    else { return YAMLError(at: mark, problem, remedy: Self.remedy(for: problem)) }
    let start = table.mark(ofCharacter: fault.context_mark.index)
    return YAMLError(
      at: mark, "\(problem), \(context) that starts at \(start.line):\(start.column)",
      remedy: Self.remedy(for: problem))
  }

  /// What mends the faults that people make most, by the words of libyaml.
  private static func remedy(for problem: String) -> String {
    let remedies = [
      ("cannot start any token", "put quotes around the text, and indent with spaces, not tabs"),
      ("mapping values are not allowed", "put quotes around a text that holds `: `, or start a new line for the key"),
      ("did not find expected '-'", "start every item of the list with `- ` in the same column"),
      ("did not find expected key", "start every key in the same column, and put quotes around texts that hold quotes"),
      ("could not find expected ':'", "write `key: value`, and put quotes around texts of several lines"),
      ("found a tab", "indent with spaces"),
      ("unexpected end of stream", "close the quote or bracket"),
      ("did not find expected ',' or ']'", "close the list with `]`, or put quotes around its texts"),
      ("did not find expected ',' or '}'", "close the braces, or put quotes around a text that starts with `{`"),
      ("control characters", "take the control character out, or write it as an escape in double quotes"),
      ("unknown escape", "use single quotes, in which a backslash means itself"),
    ]
    return remedies.first { problem.contains($0.0) }?.1 ?? "mend the text there"
  }
}
