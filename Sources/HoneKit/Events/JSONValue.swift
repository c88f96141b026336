/// A JSON value to be written.
enum JSONValue: Encodable {
  case null
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let value): try container.encode(value)
    }
  }
}

/// A JSON object to be written.
struct JSONObject: Encodable {
  private let fields: [(String, JSONValue)]

  init(_ fields: [(String, JSONValue)]) {
    self.fields = fields
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, value) in fields { try container.encode(value, forKey: Key(stringValue: name)) }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
