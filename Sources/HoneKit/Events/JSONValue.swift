internal import HoneCore

/// A JSON value to be written.
enum JSONValue {
  case null
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  fileprivate var json: JSON {
    switch self {
    case .null: .null
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .boolean(let value): .bool(value)
    case .string(let value): .string(value)
    case .array(let values): .array(values.map(\.json))
    case .object(let value): value.json
    }
  }
}

/// A JSON object to be written.
struct JSONObject {
  private let fields: [(String, JSONValue)]

  init(_ fields: [(String, JSONValue)]) {
    self.fields = fields
  }

  /// The object with its members in the order of their names.
  var json: JSON {
    .object(fields.sorted { $0.0 < $1.0 }.map { JSON.Member(name: $0.0, value: $0.1.json) })
  }
}
