internal import HoneCore
internal import HoneText

/// Tests that are marked to run alone: all others are silently skipped.
struct FocusedTestCheck: Check {
  static let rule = RuleDescription("leftover/focused-test", .error, "a test is marked to run alone")

  /// A mark and what stands there without it.
  private struct Mark {
    /// Where a mark stands.
    enum Place {
      /// At the start of a statement.
      case statement
      /// Among the arguments of an example or a group, as RSpec's tags.
      case argument
    }

    var text: LiteralFinder
    /// `nil` where taking the mark away takes more than a replacement.
    var plain: String?
    var place: Place

    init(_ text: String, _ plain: String?, _ place: Place = .statement) {
      self.text = LiteralFinder(text)
      self.plain = plain
      self.place = place
    }
  }

  private static let functions = ["it", "test", "describe", "context", "suite", "specify"]
  private static let script =
    ["it", "describe", "context"].map { Mark("f\($0)(", "\($0)(") } + functions.map { Mark("\($0).only(", "\($0)(") }
    + functions.map { Mark("\($0).only.each", "\($0).each") } + [Mark("Deno.test.only(", "Deno.test(")]
  private static let ruby = ["it", "describe", "context"].flatMap { word in
    [" ", "("].map { Mark("f\(word)\($0)", word + $0) }
  }
  /// Ginkgo's.
  private static let go = ["Describe", "DescribeTable", "Context", "When", "It", "Entry", "Specify"].map {
    Mark("F\($0)(", "\($0)(")
  }
  /// What RSpec reads after the name of an example; it stands in the middle of a line.
  private static let rubyTags = [", :focus => true", ", :focus", ", focus: true"].map { Mark($0, "", .argument) }
  private static let swift = ["it", "describe", "context"].map { Mark("f\($0)(", "\($0)(") }
  private static let python = [Mark("@pytest.mark.only", nil)]

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    let marks = Self.marks(for: file.path.fileExtension).filter { $0.text.occurs(in: file.contents) }
    guard !marks.isEmpty, Self.isTest(file.path) else { return [] }
    return marks.flatMap { mark in
      file.contents.offsets(of: mark.text).filter { isMark(mark, at: $0, in: file) }.map { offset in
        let range = offset..<(offset + mark.text.literal.count)
        let fix = mark.plain.map {
          Fix(replacements: [Replacement(range: range, bytes: Array($0.utf8))], isSafe: false)
        }
        return file.finding(
          Self.rule, at: range, "only this test would run, and all others be skipped; take the mark away", fix: fix)
      }
    }
  }

  private func isMark(_ mark: Mark, at offset: Int, in file: CheckedFile) -> Bool {
    switch mark.place {
    case .statement: file.isStatement(at: offset)
    case .argument: opensBlock(offset, offset + mark.text.literal.count, in: file)
    }
  }

  /// Whether a tag stands in the first line of an example or a group of RSpec, outside of its name and of comments, and is
  /// neither longer (`:focused`) nor the key of another value (`:focus => false`).
  private func opensBlock(_ start: Int, _ end: Int, in file: CheckedFile) -> Bool {
    let line = file.lines[file.lines.line(at: start)]
    let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
    let word = text.prefix { $0.isLetter || $0 == "." || $0 == "_" }
    guard ["it", "describe", "context", "specify", "example", "feature", "scenario", "RSpec.describe"].contains(word)
    else { return false }
    var quote: UInt8?
    var previous: UInt8 = 0
    for byte in line[..<start] {
      if let open = quote {
        if byte == open, previous != UInt8(ascii: "\\") { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "#"), previous <= 0x20 {
        return false
      }
      previous = byte
    }
    let rest = line[end...]
    if let next = rest.first, next == UInt8(ascii: "_") || next >= 0x80 || Self.isAlphanumeric(next) { return false }
    return quote == nil && !rest.drop { $0 == 0x20 }.starts(with: "=>".utf8)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }

  private static func marks(for ending: String) -> [Mark] {
    switch ending {
    case "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "coffee": script
    case "rb": ruby + rubyTags
    case "go": go
    case "swift": swift
    case "py": python
    default: []
    }
  }

  /// Whether a path is where tests are kept, by the names that their tools look for.
  private static func isTest(_ path: RepositoryPath) -> Bool {
    let words = path.text.lowercased().split { !$0.isLetter && !$0.isNumber }
    let isMarked = words.contains { ["test", "tests", "spec", "specs", "e2e", "cypress"].contains($0) }
    return isMarked || path.text.hasSuffix("Tests.swift") || path.text.hasSuffix("Spec.swift")
  }
}
