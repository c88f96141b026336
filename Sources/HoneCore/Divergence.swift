/// Why a block of lines is nowhere in a file: where it comes nearest, and the first line that differs there.
///
/// Each line of the block votes for the places at which it stands in the file; the place with most votes is where the
/// engine most likely looked. Time is linear in the file, since lines that stand in many places have no vote.
struct Divergence: Sendable {
  /// The refusal that reports it.
  let refusal: Refusal
  /// The line, counted from 0, at which the block would begin; `nil` when no line of the file resembles it.
  let start: Int?

  /// The most lines of a block that vote, and the most votes of one line.
  private static let voterLimit = 200
  private static let voteLimit = 64

  init(of block: [ArraySlice<UInt8>], in locator: LineLocator) {
    let starts = Self.nearest(block, in: locator)
    guard let start = starts.first else {
      (refusal, self.start) = Self.nothingAlike(block, in: locator)
      return
    }
    let file = locator.file
    self.start = max(start, 0)
    // Blanks count only where no text differs: then the indentation is what could not be made to fit.
    let indices = block.indices
    let line =
      indices.first { !Self.isEqual(block[$0], file, start + $0, \.withoutBlanks) }
      ?? indices.first { !Self.isEqual(block[$0], file, start + $0, \.withoutTrailingBlanks) } ?? 0
    let nearest = start + line
    let there =
      file.count == 0
      ? "the file is empty"
      : nearest < 0 || nearest >= file.count
        ? "the file has no line there" : "nearest is line \(nearest + 1) \(Excerpt(file.shown(nearest)))"
    let others = starts.dropFirst().map { String(max($0, 0) + 1) }
    let also = others.isEmpty ? "" : "; it also resembles the text at line \(others.joined(separator: " and line "))"
    refusal = Refusal(
      .notFound, "line \(line + 1) of the search text \(Excerpt(block[line])) is not there; \(there)\(also)",
      remedy: "ask again: the file may have changed, or the text was not repeated exactly")
  }

  private static func isEqual(
    _ written: ArraySlice<UInt8>, _ file: TextLines, _ line: Int,
    _ part: (ArraySlice<UInt8>) -> ArraySlice<UInt8>
  ) -> Bool {
    file.count > line && line >= 0 && part(written).elementsEqual(part(file.shown(line)))
  }

  /// Up to three places, best first, counted from 0; a start may lie before the file when only later lines match.
  private static func nearest(_ block: [ArraySlice<UInt8>], in locator: LineLocator) -> [Int] {
    var voters: [UInt64: [Int]] = [:]
    for (index, line) in block.enumerated().prefix(voterLimit) where !line.isBlankLine {
      voters[line.withoutBlanks.lineHash, default: []].append(index)
    }
    var votes: [Int: Int] = [:]
    var given: [UInt64: Int] = [:]
    for (line, hash) in locator.hashes.enumerated() {
      guard let indices = voters[hash], given[hash, default: 0] < voteLimit else { continue }
      given[hash, default: 0] += 1
      for index in indices.prefix(4) { votes[line - index, default: 0] += 1 }
    }
    return votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
  }

  /// No line of the block is in the file: the line that resembles its first line most, if one does.
  private static func nothingAlike(_ block: [ArraySlice<UInt8>], in locator: LineLocator) -> (Refusal, Int?) {
    let index = block.firstIndex { !$0.isBlankLine } ?? 0
    let first = block[index].withoutBlanks
    var best: (line: Int, likeness: Int)?
    for line in 0..<min(locator.file.count, 20_000) {
      let likeness = likeness(of: first, and: locator.file.shown(line).withoutBlanks)
      if likeness > (best?.likeness ?? 49) { best = (line, likeness) }
    }
    let there =
      best.map { "; nearest is line \($0.line + 1) \(Excerpt(locator.file.shown($0.line)))" }
      ?? ", nor anything like it"
    let refusal = Refusal(
      .notFound, "line \(index + 1) of the search text \(Excerpt(block[index])) is not there\(there)",
      remedy: "ask again, naming the place: no line of the search text is in the file")
    return (refusal, best.map { max(0, $0.line - index) })
  }

  /// How much of two lines is the same at their beginnings and ends, in percent of the longer one.
  private static func likeness(of first: ArraySlice<UInt8>, and second: ArraySlice<UInt8>) -> Int {
    let shorter = min(first.count, second.count)
    guard shorter > 0 else { return 0 }
    let head = zip(first, second).prefix { $0 == $1 }.count
    let tail = zip(first.reversed(), second.reversed()).prefix(shorter - head).prefix { $0 == $1 }.count
    return 100 * (head + tail) / max(first.count, second.count)
  }
}
