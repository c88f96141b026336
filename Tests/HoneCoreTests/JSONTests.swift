import HoneCore
import HoneTestSupport
import Testing

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test func `values of every kind are read`() throws {
    let json = try parse(#" {"a": [1, -2.5e1, true, false, null, "x"], "b": {}, "c": []} "#)
    #expect(json["a"]?.array == [1, .number(-25), true, false, .null, "x"])
    #expect(json["b"] == .object([]))
    #expect(json["c"] == .array([]))
    #expect(json["d"] == nil)
  }

  @Test func `escapes are read, surrogate pairs too`() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).string == "\"\\/\u{08}\u{0C}\n\r\té😀")
  }

  @Test(
    arguments: [
      "", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", "+1", "nul", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"",
      "\"\\ud800\\u0041\"", "[] []", "\"a", "{\"a\" 1}", "-", "1e", "'a'",
    ])
  func `what is no JSON is refused`(_ text: String) {
    #expect(throws: JSON.SyntaxError.self) { try parse(text) }
  }

  @Test func `broken UTF-8 is refused`() {
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: JSON.SyntaxError.self) { try JSON(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test func `deep nesting is refused instead of ending the process`() {
    #expect(throws: JSON.SyntaxError.self) { try parse(String(repeating: "[", count: 100_000)) }
  }

  @Test func `the last of equal names counts and the order stays`() throws {
    let json = try parse(#"{"b":1,"a":2,"b":3}"#)
    #expect(json["b"] == 3)
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"b":1,"a":2,"b":3}"#)
  }

  @Test func `random values survive writing and reading`() async throws {
    var random = SplitMix64(seed: 5)
    let end = ContinuousClock.now + .seconds(1)
    for round in 0..<1000 where round < 50 || ContinuousClock.now < end {
      await Task.yield()
      let value = Self.random(depth: 4, using: &random)
      #expect(try JSON(parsing: value.bytes) == value)
    }
  }

  @Test func `random bytes never end the process`() async {
    var random = SplitMix64(seed: 6)
    let alphabet = Array("{}[]\",:\\u0123e-.truefalsn \u{80}é".utf8)
    var accepted = 0
    var rounds = 0
    let end = ContinuousClock.now + .seconds(1)
    for round in 0..<10_000 where round < 2_000 || ContinuousClock.now < end {
      await Task.yield()
      rounds += 1
      let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      guard let value = try? JSON(parsing: bytes) else { continue }
      accepted += 1
      #expect((try? JSON(parsing: value.bytes)) == value)
    }
    // More than 25 of 10,000, however many there was time for.
    #expect(accepted * 10_000 > rounds * 25)
  }

  private static func random(depth: Int, using random: inout SplitMix64) -> JSON {
    switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer(Int.random(in: Int.min...Int.max, using: &random))
    case 3: return .number(Double.random(in: -1e9...1e9, using: &random) + 0.5)
    case 4: return .string(text(using: &random))
    case 5:
      return .array(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.random(depth: depth - 1, using: &random) })
    default:
      return .object(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
          JSON.Member(name: text(using: &random), value: Self.random(depth: depth - 1, using: &random))
        })
    }
  }

  private static func text(using random: inout SplitMix64) -> String {
    let scalars = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0...0x1_0FFF, using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
