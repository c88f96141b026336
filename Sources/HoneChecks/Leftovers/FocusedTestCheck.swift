internal import HoneCore
internal import HoneText

/// Tests that are marked to run alone: all others are silently skipped.
struct FocusedTestCheck: Check {
  static let rule = RuleDescription("leftover/focused-test", .error, "a test is marked to run alone")

  /// A mark and what stands there without it.
  private struct Mark {
    var text: LiteralFinder
    var plain: String

    init(_ text: String, _ plain: String) {
      self.text = LiteralFinder(text)
      self.plain = plain
    }
  }

  private static let functions = ["it", "test", "describe", "context", "suite", "specify"]
  private static let script =
    ["it", "describe", "context"].map { Mark("f\($0)(", "\($0)(") } + functions.map { Mark("\($0).only(", "\($0)(") }
    + functions.map { Mark("\($0).only.each", "\($0).each") }
  private static let ruby = ["it", "describe", "context"].flatMap { word in
    [" ", "("].map { Mark("f\(word)\($0)", word + $0) }
  }
  /// Ginkgo's.
  private static let go = ["Describe", "DescribeTable", "Context", "When", "It", "Entry", "Specify"].map {
    Mark("F\($0)(", "\($0)(")
  }
  /// What RSpec reads after the name of an example; it stands in the middle of a line.
  private static let rubyTags = [", :focus", ", focus: true"].map { Mark($0, "") }
  private static let swift = ["it", "describe", "context"].map { Mark("f\($0)(", "\($0)(") }
  private static let python = [Mark("@pytest.mark.only", "")]

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    let marks = Self.marks(for: file.path.fileExtension).filter { $0.text.occurs(in: file.contents) }
    guard !marks.isEmpty, Self.isTest(file.path) else { return [] }
    return marks.flatMap { mark in
      let isTag = mark.text.literal.first == UInt8(ascii: ",")
      return file.contents.offsets(of: mark.text).filter { isTag ? opensBlock($0, in: file) : file.isStatement(at: $0) }
        .map { offset in
          let range = offset..<(offset + mark.text.literal.count)
          let fix = Fix(replacements: [Replacement(range: range, bytes: Array(mark.plain.utf8))], isSafe: false)
          return file.finding(
            Self.rule, at: range, "only this test would run, and all others be skipped; take the mark away",
            fix: mark.plain.isEmpty && !isTag ? nil : fix)
        }
    }
  }

  /// Whether a place stands in the first line of an example or a group of RSpec, outside of its name.
  private func opensBlock(_ offset: Int, in file: CheckedFile) -> Bool {
    let line = file.lines[file.lines.line(at: offset)]
    let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
    let word = text.prefix { $0.isLetter || $0 == "." || $0 == "_" }
    let quotes = line[..<offset].count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    return ["it", "describe", "context", "specify", "example", "feature", "scenario", "RSpec.describe"].contains(word)
      && quotes.isMultiple(of: 2)
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
