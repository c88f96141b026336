import HoneTestSupport
import Testing

@testable import HoneText

@Suite struct RegularExpressionTests {
  private func texts(_ pattern: String, _ options: RegularExpression.Options = [], in text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try RegularExpression(pattern, options: options).allMatches(in: bytes).map {
      String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test func `offsets are bytes, captures have numbers and names`() throws {
    let expression = try RegularExpression("(?<key>\\w+)=(\\d+)?;")
    let match = try #require(try expression.firstMatch(in: Array("é a=1; bc=;".utf8), from: 5))
    #expect(match.range == 8..<12)
    #expect(match["key"] == 8..<10)
    #expect(match[1] == 8..<10)
    #expect(match[2] == nil && match[3] == nil && match["none"] == nil)
    #expect(expression.captureCount == 2 && expression.captureNames == ["key": 1])
  }

  @Test func `a pattern is made quick once it has searched enough, by many threads at a time, and finds the same`()
    async throws
  {
    let expression = try RegularExpression("(?<a>\\w+)@(\\w+)")
    let bytes = Array("x ab@cd".utf8)
    let first = try #require(try expression.firstMatch(in: bytes))
    #expect(!expression.compiled.isQuick)
    let all = try await withThrowingTaskGroup(of: [PatternMatch?].self) { group in
      for _ in 0..<4 { group.addTask { try (0..<500).map { _ in try expression.firstMatch(in: bytes) } } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(all.count == 2_000 && all.allSatisfy { $0?.range == first.range && $0?["a"] == 2..<4 && $0?[2] == 5..<7 })
    #expect(expression.compiled.isQuick)
    // One long text is reason enough.
    let other = try RegularExpression("b+")
    #expect(try !other.matches([UInt8](repeating: 0x61, count: 1 << 20)) && other.compiled.isQuick)
  }

  @Test func `a search from an offset sees what stands before it`() throws {
    let bytes = Array("foobar bar".utf8)
    #expect(try RegularExpression("\\bbar").firstMatch(in: bytes, from: 3)?.range == 7..<10)
    #expect(try RegularExpression("(?<=foo)bar").firstMatch(in: bytes, from: 3)?.range == 3..<6)
    #expect(try RegularExpression("^bar").firstMatch(in: bytes, from: 3) == nil)
    #expect(try RegularExpression("bar", options: .anchored).firstMatch(in: bytes, from: 3)?.range == 3..<6)
    #expect(try RegularExpression("bar", options: .anchored).firstMatch(in: bytes, from: 4) == nil)
    #expect(try RegularExpression("bar$").firstMatch(in: bytes, to: 6)?.range == 3..<6)
    #expect(try RegularExpression("r").firstMatch(in: bytes, from: 11) == nil)
    #expect(try RegularExpression("r").firstMatch(in: bytes, from: -1) == nil)
  }

  @Test(arguments: [
    ("a|", "xa", ["", "a"]), ("a*", "baac", ["", "aa", ""]), ("", "é", ["", "", ""]), ("b+", "abbab", ["bb", "b"]),
    ("$", "a\n", [""]), ("a||b", "ab", ["a", ""]),
  ])
  func `matches do not overlap, and empty ones end`(_ pattern: String, _ text: String, _ expected: [String]) throws {
    #expect(try texts(pattern, in: text) == expected)
  }

  @Test func `options change what a character and a line are`() throws {
    #expect(try texts(".", in: "é").count == 2)
    #expect(try texts(".", .unicode, in: "é") == ["é"])
    #expect(try texts("", .unicode, in: "é").count == 2)
    #expect(try texts("É\\w", .unicode.union(.ignoringCase), in: "éö") == ["éö"])
    #expect(try texts("\\w+", in: "aé") == ["a"])
    #expect(try texts("^.$", .multiline, in: "a\nb\n") == ["a", "b"])
    #expect(try texts("a.b", in: "a\nb").isEmpty)
    #expect(try texts("a.b", .dotMatchesLineFeed, in: "a\nb") == ["a\nb"])
    #expect(try texts("a b # c", .extended, in: "ab") == ["ab"])
  }

  @Test func `bytes that are not UTF-8 stand between matches`() throws {
    let bytes: [UInt8] = [0x61, 0xff, 0xc3, 0x62, 0xc3, 0xa9, 0x80]
    let matches = try RegularExpression("\\w", options: .unicode).allMatches(in: bytes)
    #expect(matches.map(\.range) == [0..<1, 3..<4, 4..<6])
    #expect(try RegularExpression("\\xff").firstMatch(in: bytes)?.range == 1..<2)
  }

  @Test(arguments: [
    ("a(b", 3, "parenthes"), ("a[b", 3, "terminating ]"), ("a)(b", 1, "parenthes"), ("*a", 0, "quantifier"),
    ("(?<n>a)(?<n>b)", 11, "name"), ("a\\", 2, "\\ at end"), ("(?#", 3, "comment"),
  ])
  func `a faulty pattern is told with its place`(_ pattern: String, _ offset: Int, _ word: String) throws {
    let error = try #require(throws: PatternSyntaxError.self) { try RegularExpression(pattern) }
    #expect(error.message.contains(word) && abs(error.offset - offset) <= 1, "\(error)")
    #expect("\(error)".contains("byte \(error.offset)"))
  }

  @Test func `a comment at the end of a pattern does not hide what follows it`() throws {
    #expect(try texts("(?x) a | b # c", in: "abc") == ["a", "b"])
    #expect(try texts("a|b # c", .extended, in: "abc") == ["a", "b"])
  }

  @Test(arguments: [
    ("(a+)+$", 60), ("(a|a)*b", 60), ("(a*)*c", 60), ("(?:a?){40}a{40}", 39), ("^(([a-z])+.)+[A-Z]([a-z])+$", 80),
    ("a+b", 1 << 20), (".*.*x", 1 << 20), ("(a|b|ab)*c", 1 << 20), ("(.)*?\\1x", 1 << 20),
  ])
  func `no pattern hangs`(_ pattern: String, _ length: Int) throws {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
    let expression = try RegularExpression(pattern)
    let start = ContinuousClock.now
    do { _ = try expression.matches(text) } catch { #expect(!"\(error)".isEmpty) }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a text that is too long is refused, not searched in vain`() throws {
    let expression = try RegularExpression("b")
    let text = [UInt8](repeating: 0x61, count: RegularExpression.maximumLength + 1)
    #expect(throws: SearchLimitError(limit: .length)) { try expression.matches(text) }
  }

  @Test(arguments: [
    ("$2 $1", "b a"), ("${second}-$first", "b-a"), ("$$1 $x ${y} $9", "$1   "), ("$1x", ""), ("${1}x", "ax"),
    ("$", "$"), ("${", "${"), ("${}", "${}"), ("$-", "$-"), ("<$0>", "<a,b>"), ("é$first", "éa"), ("", ""),
  ])
  func `a template refers to captures`(_ template: String, _ expected: String) throws {
    let expression = try RegularExpression("(?<first>\\w),(?<second>\\w)(z)?")
    let result = try expression.replacing(in: Array("[a,b]".utf8), with: ReplacementTemplate(template))
    #expect(String(decoding: result, as: UTF8.self) == "[\(expected)]")
  }

  @Test func `all matches are replaced, or the first one`() throws {
    let expression = try RegularExpression("b*")
    let bytes = Array("abba".utf8)
    #expect(try expression.replacing(in: bytes, with: ReplacementTemplate("-")) == Array("-a-a-".utf8))
    #expect(
      try expression.replacing(in: bytes, with: ReplacementTemplate("-"), onlyFirst: true) == Array("-abba".utf8))
    let moved = try RegularExpression("a\\Kb")
    #expect(try moved.replacing(in: Array("abab".utf8), with: ReplacementTemplate("c")) == Array("acac".utf8))
  }

  @Test func `no bytes crash the compiler or the search`() {
    fuzz { generator in
      let alphabet = Array("ab()[]{}*+?|\\^$.,-0123:=!<>PKQERXdwsxuéï#&_\"' \n".unicodeScalars)
      let pattern = (0..<Int.random(in: 0...24, using: &generator)).reduce(into: "") { text, _ in
        text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
      }
      let options = RegularExpression.Options(rawValue: UInt32.random(in: 0..<64, using: &generator))
      let bytes = generator.bytes(atMost: 40)
      do {
        let expression = try RegularExpression(pattern, options: options)
        for match in try expression.allMatches(in: bytes) {
          #expect(match.range.upperBound <= bytes.count)
          #expect(match.groups.count == expression.captureCount + 1)
        }
        _ = try expression.replacing(in: bytes, with: ReplacementTemplate(pattern))
      } catch let error as PatternSyntaxError {
        #expect(error.offset <= pattern.utf8.count && !error.message.isEmpty)
      } catch {
        #expect(error is SearchLimitError)
      }
    }
  }

  @Test func `one expression serves many threads`() async throws {
    let expression = try RegularExpression("(\\d+)-(\\d+)")
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...8 {
        group.addTask {
          let text = Array(String(repeating: "x \(number)-2 ", count: 500).utf8)
          return try expression.allMatches(in: text).count
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: 500, count: 8))
  }
}
