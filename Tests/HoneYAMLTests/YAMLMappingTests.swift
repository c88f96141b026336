import Testing

@testable import HoneYAML

@Suite struct YAMLMappingTests {
  private enum Level: String, CaseIterable { case error, warning }

  private func mapping(_ text: String) throws -> YAMLMapping {
    try YAMLMapping(YAML.document(in: ArraySlice(text.utf8)), name: "the test")
  }

  private func problem(_ text: String, _ read: (YAMLMapping) throws -> Void) -> String? {
    do {
      try read(mapping(text))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func valuesAreRead() throws {
    let mapping = try mapping("s: text\nb: true\ni: 3\nl: [a, b]\none: a\nlevel: warning\nm: {k: v}\nnothing:\n")
    #expect(try mapping.string("s") == "text")
    #expect(try mapping.bool("b") == true)
    #expect(try mapping.integer("i") == 3)
    #expect(try mapping.strings("l") == ["a", "b"])
    #expect(try mapping.strings("one") == ["a"])
    #expect(try mapping.strings("absent") == [])
    #expect(try mapping.choice("level", as: Level.self) == .warning)
    #expect(try mapping.mapping("m")?.string("k") == "v")
    #expect(try mapping.string("nothing") == nil)
  }

  @Test func mistakesNamePlaceKeyAndExpectation() {
    #expect(
      problem("a: 1\nsummary: 12\n") { _ = try $0.string("summary") }
        == "2:10: `summary` is the number `12` where a text was expected; put quotes around it")
    #expect(
      problem("safe: yes") { _ = try $0.bool("safe") }
        == "1:7: `safe` is the text `yes` where true or false was expected; write `safe: true` or `safe: false`")
    #expect(
      problem("level: warn") { _ = try $0.choice("level", as: Level.self) }
        == "1:8: `level` is the text `warn` where one of error, warning was expected; write one of these words")
    #expect(problem("l: [a, {}]") { _ = try $0.strings("l") }?.hasPrefix("1:8: `l` is a mapping") == true)
    #expect(problem("[a]") { _ in }?.hasPrefix("1:1: the test is a list") == true)
    #expect(problem("1: a") { _ in }?.hasPrefix("1:1: a key of the test is the number `1`") == true)
  }

  @Test func unknownKeysNameTheNearestOne() {
    let known = ["summary", "severity", "safe"]
    #expect(
      problem("safe: true\nsumary: x") { try $0.rejectUnknownKeys(known) }
        == "2:1: the key `sumary` is not known; did you mean `summary`?")
    #expect(
      problem("colour: x") { try $0.rejectUnknownKeys(known) }
        == "1:1: the key `colour` is not known; known are: summary, severity, safe")
  }

  @Test func slipsOfTheHandAreForgiven() {
    let names = ["python/assert-equals", "python/logging-warn", "go/any"]
    #expect(NearestName.of("python/assert-equal", in: names) == "python/assert-equals")
    #expect(NearestName.of("Python/Logging-Wran", in: names) == "python/logging-warn")
    #expect(NearestName.of("rust/question-mark", in: names) == nil)
    #expect(NearestName.of("", in: names) == nil)
    #expect(NearestName.of("og", in: ["go"]) == "go")
  }
}
