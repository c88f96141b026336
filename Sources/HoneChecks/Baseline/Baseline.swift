package import HoneCore

/// The findings that a repository has accepted: the file `.hone-baseline` at its top.
///
/// One finding a line, `<rule> <salt>:<hash> <path>`, sorted, without line numbers or dates: moving code changes nothing, and a
/// line can be deleted by hand. The hash is that of the content, so a secret cannot be read from it; the salt differs from line
/// to line, so that equal secrets cannot be told either.
///
/// Two branches that each accept something change neighbouring lines, which git takes for a conflict. No line depends on
/// another, so keeping the lines of both sides is right: `MergeAttribute` has git do it. In a file that was merged so, lines may
/// stand out of order or twice.
package struct Baseline: Hashable, Sendable {
  /// Where the file is.
  package static let name = ".hone-baseline"
  /// A larger file is not read.
  package static let maximumBytes = 16 << 20

  private static let header = "# Findings that are accepted here; git hone check --update-baseline writes this file.\n"

  /// One accepted finding.
  private struct Entry: Hashable {
    var rule: String
    var salt: String
    var hash: String
    var path: String

    var line: String { "\(rule) \(salt):\(hash) \(path)\n" }
  }

  /// Which rule found something in which file.
  private struct Place: Hashable {
    var rule: String
    var path: String
  }

  private var entries: [Place: [Entry]] = [:]

  package init() {}

  /// Reads the file; in what order its lines stand, and how often each does, makes no difference.
  /// - Throws: a `Refusal` with the number of a line that is no entry, or of one that marks a conflict.
  package init(_ contents: [UInt8]) throws(Refusal) {
    let lines = contents.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let line = line.last == 0x0d ? line.dropLast() : line
      guard !line.isEmpty, line.first != UInt8(ascii: "#") else { continue }
      guard let entry = Self.entry(String(decoding: line, as: UTF8.self)) else {
        throw Self.isConflictMarker(line)
          ? Refusal(
            .settings, "\(Self.name):\(number + 1): marks a conflict of two branches that both accept findings",
            remedy: "keep the lines of both sides: delete those that begin with <<<<<<<, |||||||, ======= or >>>>>>>, "
              + "and git add \(Self.name); with `\(MergeAttribute.line)` in .gitattributes git does it by itself")
          : Refusal(
            .settings, "\(Self.name):\(number + 1): is not of the form `<rule> <salt>:<hash> <path>`",
            remedy: "delete the line, or write the file anew with git hone check --all --update-baseline")
      }
      let place = Place(rule: entry.rule, path: entry.path)
      if entries[place]?.contains(entry) ?? false { continue }
      entries[place, default: []].append(entry)
    }
  }

  private static func isConflictMarker(_ line: ArraySlice<UInt8>) -> Bool {
    let count = line.prefix { $0 == line.first }.count
    return count >= 7 && ["<", "|", "=", ">"].contains { UInt8(ascii: $0) == line.first }
  }

  private static func entry(_ line: String) -> Entry? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return nil }
    let digests = words[1].split(separator: ":")
    guard digests.count == 2, digests[0].count == 8, digests[1].count == 32, words[0].contains("/") else { return nil }
    return Entry(rule: String(words[0]), salt: String(digests[0]), hash: String(digests[1]), path: String(words[2]))
  }

  /// Whether a finding in `file` is accepted.
  package func covers(_ finding: Finding, in file: CheckedFile?) -> Bool {
    entry(for: finding, content: Self.content(of: finding, in: file)) != nil
  }

  private func entry(for finding: Finding, content: [UInt8]) -> Entry? {
    guard let known = entries[Self.place(of: finding)] else { return nil }
    return known.first { Self.hash(of: finding, content, salt: $0.salt) == $0.hash }
  }

  /// Accepts a finding.
  ///
  /// What is accepted already keeps its line, so that a file that says the same stays the same.
  /// - Returns: the line, for `keep`.
  @discardableResult
  package mutating func insert(_ finding: Finding, in file: CheckedFile?) -> String {
    let content = Self.content(of: finding, in: file)
    if let known = entry(for: finding, content: content) { return known.line }
    let salt = (0..<4).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    let place = Self.place(of: finding)
    let hash = Self.hash(of: finding, content, salt: salt)
    let entry = Entry(rule: place.rule, salt: salt, hash: hash, path: place.path)
    entries[place, default: []].append(entry)
    return entry.line
  }

  /// Keeps only some lines, as `insert` has returned them.
  /// - Parameter rules: rules of which every line stays, since what they find was not looked for.
  package mutating func keep(_ lines: Set<String>, unlooked rules: Set<String> = []) {
    entries = entries.mapValues { $0.filter { lines.contains($0.line) || rules.contains($0.rule) } }
      .filter { !$0.value.isEmpty }
  }

  /// The file, sorted by path, rule and hash.
  package var bytes: [UInt8] {
    let sorted = entries.values.joined().sorted { ($0.path, $0.rule, $0.salt) < ($1.path, $1.rule, $1.salt) }
    return Array((Self.header + sorted.map(\.line).joined()).utf8)
  }

  /// How many findings are accepted.
  package var count: Int { entries.values.reduce(0) { $0 + $1.count } }

  // MARK: Identity

  private static func place(of finding: Finding) -> Place {
    Place(rule: finding.rule, path: finding.path?.description ?? "-")
  }

  private static func hash(of finding: Finding, _ content: [UInt8], salt: String) -> String {
    let place = place(of: finding)
    let message = [salt, place.rule, place.path].flatMap { Array($0.utf8) + [0] } + content
    return Array(SHA256.hash(message).prefix(16)).hexadecimal
  }

  /// What makes a finding the same although its place moves: a secret itself, or the text of the lines without blanks.
  private static func content(of finding: Finding, in file: CheckedFile?) -> [UInt8] {
    guard let file, !finding.range.isEmpty || finding.start != .first else {
      return finding.path == nil ? Array(finding.message.utf8) : []
    }
    if finding.isSecret { return Array(file.contents[finding.range]) }
    let last = max(finding.start.line, finding.end.column == 1 ? finding.end.line - 1 : finding.end.line)
    let lines = (finding.start.line...last).filter { $0 <= file.lines.count }
    return lines.flatMap { number in
      file.lines[number - 1].filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d } + [0x0a]
    }
  }
}
