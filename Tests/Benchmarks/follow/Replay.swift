internal import HoneRecipes
internal import HoneSyntax

/// Replays a commit that repeats an edit: shows the first places to the learner and compares what it proposes with what
/// the developer did at the others.
struct Replay {
  /// How often proposals were right.
  struct Score {
    var groups = 0
    /// Places beside those shown that the developer edited alike.
    var wanted = 0
    /// Proposed places where the developer wrote the same, and where not.
    var sure = (right: 0, wrong: 0)
    var maybe = (right: 0, wrong: 0)
    var seconds = 0.0

    static func += (score: inout Score, other: Score) {
      score.groups += other.groups
      score.wanted += other.wanted
      score.sure = (score.sure.right + other.sure.right, score.sure.wrong + other.sure.wrong)
      score.maybe = (score.maybe.right + other.maybe.right, score.maybe.wrong + other.maybe.wrong)
      score.seconds += other.seconds
    }
  }

  /// An edit that stands in a group, with its file.
  private struct Place: Hashable {
    var file: Int
    var range: Range<Int>
    var added: [UInt8]
  }

  /// So few like edits make a commit repetitive.
  private static let repetition = 3

  private let trees: [(before: SyntaxTree, after: SyntaxTree)]
  private let places: [Place]
  private let groups: [[Int]]
  private let isVerbose: Bool

  init(_ files: [History.ChangedFile], parser: inout SyntaxParser, isVerbose: Bool) throws {
    self.isVerbose = isVerbose
    var trees: [(before: SyntaxTree, after: SyntaxTree)] = []
    for file in files {
      guard let before = try? parser.parse(file.before), let after = try? parser.parse(file.after) else { continue }
      trees.append((before, after))
    }
    var places: [Place] = []
    var order: [[String]] = []
    var groups: [[String]: [Int]] = [:]
    for (number, tree) in trees.enumerated() {
      for edit in Learner.edits(from: tree.before, to: tree.after) {
        let added = Self.text(of: edit)
        let key = edit.likeness
        if groups[key] == nil { order.append(key) }
        groups[key, default: []].append(places.count)
        places.append(Place(file: number, range: edit.range, added: added))
      }
    }
    self.trees = trees
    self.places = places
    self.groups = order.compactMap { groups[$0] }.filter { $0.count >= Self.repetition }
  }

  /// What an edit writes; of an insertion also the blanks that part it from its neighbour.
  private static func text(of edit: TreeEdit) -> [UInt8] {
    guard let first = edit.added.first, let last = edit.added.last else { return [] }
    let source = edit.after.source
    var start = Int(edit.after.nodes[first].start)
    var end = Int(edit.after.nodes[last].end)
    if edit.removed.isEmpty {
      let isFirst =
        edit.range.lowerBound == edit.before.source.count || !edit.before.source[edit.range.lowerBound].isBlank
      if isFirst { while end < source.count, source[end].isBlank { end += 1 } }
      while start > 0, source[start - 1].isBlank { start -= 1 }
    }
    return Array(source[start..<end])
  }

  /// Shows the first `shown` places of each group.
  func score(shown: Int) throws -> Score {
    var total = Score()
    for group in groups where group.count > shown {
      total += try score(group, shown: shown)
    }
    return total
  }

  private func score(_ group: [Int], shown: Int) throws -> Score {
    var score = Score(groups: 1)
    let given = Array(group.prefix(shown))
    let others = Set(group.dropFirst(shown))
    score.wanted = others.count
    let start = ContinuousClock.now
    var examples: [LearningExample] = []
    let files = Set(given.map { places[$0].file }).sorted()
    for file in files {
      let edits = given.map { places[$0] }.filter { $0.file == file }
      var parser = try SyntaxParser(trees[file].before.grammar)
      let after = try parser.parse(Self.apply(edits, to: trees[file].before.source))
      examples.append(LearningExample(before: trees[file].before, after: after))
    }
    var found: Set<Int> = []
    for lesson in Learner.lessons(from: examples) {
      for (rule, isWider) in [(lesson.rule, false), (lesson.wider, true)] {
        guard let rule else { continue }
        if isVerbose {
          print("  \(shown) \(isWider ? "wider" : "rule") \(rule.certainty) -\(rule.pattern) +\(rule.rewrite)")
        }
        for (file, tree) in trees.enumerated() {
          for match in rule.matches(in: tree.before) {
            if given.contains(where: { places[$0].file == file && places[$0].range.overlaps(match.range) }) { continue }
            // A place the learner was shown unedited, in the file of the example, is its own counter-example.
            let covered = places.indices.filter { places[$0].file == file && places[$0].range.touches(match.range) }
            let isNew = covered.isEmpty || !covered.allSatisfy(found.contains)
            guard isNew || !isWider else { continue }
            let isRight = isRight(match, result: rule.result(of: match), covered: covered)
            let hits = covered.filter(others.contains)
            if rule.certainty == .sure && !isWider {
              if isRight { score.sure.right += max(hits.count, 1) } else { score.sure.wrong += 1 }
            } else {
              if isRight { score.maybe.right += max(hits.count, 1) } else { score.maybe.wrong += 1 }
            }
            if isVerbose && !isRight {
              print("    wrong at \(String(decoding: match.tree.source[match.range].prefix(80), as: UTF8.self))")
            }
            if isRight { found.formUnion(covered) }
          }
        }
      }
    }
    let duration = ContinuousClock.now - start
    score.seconds = Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)
    return score
  }

  /// Whether the developer wrote at the place of `match` what the rule writes there.
  private func isRight(_ match: Match, result: [UInt8], covered: [Int]) -> Bool {
    let edits = covered.map { places[$0] }
    guard !edits.isEmpty, edits.allSatisfy({ match.range.contains($0.range) }) else { return false }
    let shifted = edits.map { edit in
      Place(
        file: edit.file,
        range: (edit.range.lowerBound - match.range.lowerBound)..<(edit.range.upperBound - match.range.lowerBound),
        added: edit.added)
    }
    let wanted = Self.apply(shifted, to: Array(match.tree.source[match.range]))
    return wanted.filter { !$0.isBlank } == result.filter { !$0.isBlank }
  }

  private static func apply(_ edits: [Place], to source: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where edit.range.lowerBound >= position
    {
      result += source[position..<edit.range.lowerBound] + edit.added
      position = edit.range.upperBound
    }
    return result + source[position...]
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0a || self == 0x0d }
}

extension Range<Int> {
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    overlaps(other) || (isEmpty && lowerBound >= other.lowerBound && lowerBound <= other.upperBound)
  }

  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
