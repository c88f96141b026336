package import HoneCore

extension SearchRequest {
  /// A match as a JSON event; bytes that are not UTF-8 become U+FFFD.
  package static func json(_ path: RepositoryPath, _ match: FoundMatch) -> JSON {
    func text(_ bytes: [UInt8]) -> JSON { .string(String(decoding: bytes, as: UTF8.self)) }
    return .object([
      JSON.Member(name: "type", value: .string("match")), JSON.Member(name: "path", value: .string(path.text)),
      JSON.Member(name: "line", value: .integer(match.line)),
      JSON.Member(name: "column", value: .integer(match.column)),
      JSON.Member(name: "endLine", value: .integer(match.endLine)),
      JSON.Member(name: "endColumn", value: .integer(match.endColumn)),
      JSON.Member(name: "text", value: text(match.text)),
      JSON.Member(
        name: "bindings",
        value: .object(match.bindings.map { JSON.Member(name: $0.name, value: text($0.text)) })),
    ])
  }

  /// A match for people and for editors: `path:line:column: ` and its first line.
  package static func text(_ path: RepositoryPath, _ match: FoundMatch) -> String {
    let whole = match.before + match.text + match.after
    let line = whole.prefix { $0 != 0x0a && $0 != 0x0d }.drop { $0 == 0x20 || $0 == 0x09 }
    return "\(path):\(match.line):\(match.column): \(String(decoding: line, as: UTF8.self))"
  }
}
