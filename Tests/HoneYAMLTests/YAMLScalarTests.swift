import Testing

@testable import HoneYAML

@Suite struct YAMLScalarTests {
  @Test(arguments: [
    ("", YAMLScalar.Value.null), ("~", .null), ("null", .null), ("nULL", .string), ("true", .bool(true)),
    ("False", .bool(false)), ("yes", .string), ("on", .string), ("0", .integer(0)), ("-12", .integer(-12)),
    ("+7", .integer(7)), ("010", .integer(10)), ("0o17", .integer(15)), ("0x1F", .integer(31)), ("-0x1", .string),
    ("0x-1", .string), ("0o8", .string), ("1_000", .string), ("1:30", .string), ("1.20", .float(1.2)),
    (".5", .float(0.5)), ("1.", .float(1)), ("-1e3", .float(-1000)), ("1e", .string), (".", .string),
    ("1.2.3", .string),
    (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("inf", .string), ("nan", .string), ("-", .string),
    ("9223372036854775808", .float(9_223_372_036_854_775_808)), ("2024-01-01", .string),
  ])
  func plainTextsMeanWhatTheCoreSchemaSays(_ text: String, _ value: YAMLScalar.Value) {
    #expect(YAMLScalar(text: text, style: .plain, tag: nil)?.value == value)
    #expect(YAMLScalar(text: text, style: .doubleQuoted, tag: nil)?.value == .string)
  }

  @Test func tagsDecide() {
    let prefix = "tag:yaml.org,2002:"
    #expect(YAMLScalar(text: "12", style: .plain, tag: prefix + "str")?.value == .string)
    #expect(YAMLScalar(text: "12", style: .plain, tag: "!")?.value == .string)
    #expect(YAMLScalar(text: "12", style: .doubleQuoted, tag: prefix + "int")?.value == .integer(12))
    #expect(YAMLScalar(text: "12", style: .plain, tag: prefix + "float")?.value == .float(12))
    #expect(YAMLScalar(text: "1.5", style: .plain, tag: prefix + "int") == nil)
    #expect(YAMLScalar(text: "name", style: .plain, tag: "!Ref")?.value == .string)
  }

  @Test func notANumberIsOne() throws {
    guard case .float(let number) = YAMLScalar(text: ".nan", style: .plain, tag: nil)?.value else {
      Issue.record("`.nan` is a float")
      return
    }
    #expect(number.isNaN)
  }
}
