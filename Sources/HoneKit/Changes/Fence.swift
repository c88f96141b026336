internal import HoneCore

/// What a run may change: everything else is refused, whatever an engine or a file says.
struct Fence {
  /// The files that the engine was shown, by path.
  let paths: Set<RepositoryPath>
  /// Whether only the lines of the change at hand may change.
  let isChangedLinesOnly: Bool
  /// Whether files may be made, moved and deleted.
  let allowsFileOperations: Bool
  /// Whether lines may only be added.
  var isInsertionOnly = false
  /// Whether something stands at a path, in the index or the work tree, whoever put it there.
  var isOccupied: (RepositoryPath) -> Bool = { _ in false }
  /// Whether a file stands at a path; a folder is none.
  var holdsFile: (RepositoryPath) -> Bool = { _ in false }

  /// The shown file that the engine means by `written`.
  ///
  /// A path that is not UTF-8 was shown with U+FFFD, so what was shown is compared, not the bytes.
  /// - Throws: a `Refusal` with the code `unsafePath` or `outsideFence`.
  func shownPath(_ written: String) throws(Refusal) -> RepositoryPath {
    let written = Self.withoutDot(written)
    let candidates = paths.filter { $0.text == written }
    if candidates.count == 1, let path = candidates.first { return path }
    let path = try RepositoryPath(written)
    guard candidates.isEmpty else {
      throw Refusal(
        .outsideFence, path: path, "two files have names that look like this", remedy: "name one of them alone")
    }
    throw Refusal(
      .outsideFence, path: path, "the engine wants to change this file, which it was not asked to",
      remedy: "name the file after -- if it should be edited")
  }

  /// Makes sure that what stands above an edit speaks of no other file than the one that is to be edited.
  ///
  /// Which of two files is meant cannot be told then. Of the words above an edit those are another file that name one of the
  /// request, or its last part, that end as the edited file does, or that look like a path at which a file
  /// stands; a line that is short enough to be a heading may also be the name of one as a whole. A line that names the file
  /// that is edited speaks of others only where they are of the request.
  /// - Throws: a `Refusal` with the code `outsideFence`.
  func checkHeading(of edit: Edit) throws(Refusal) {
    guard let heading = edit.heading, let target = edit.path ?? (paths.count == 1 ? paths.first?.text : nil) else {
      return
    }
    let others = Set(paths.map(\.text)).subtracting([target])
    for line in heading.split(separator: "\n") {
      let own = line.contains(target) && target.contains(where: PathMention.divides)
      let text = own ? line.split(separator: target).joined(separator: " ")[...] : line
      let mentions = PathMention.all(in: text)
      let namesTarget = own || mentions.contains { $0.readings.contains(target) }
      let mention = mentions.first { mention in
        if mention.diffReadings.contains(where: others.contains) { return true }
        return !namesTarget && isOther(mention, than: target, among: others)
      }
      if let mention { throw Self.refusal(of: mention.text, above: target) }
      let names = others.filter { $0.contains(where: PathMention.divides) && text.contains($0) }
      let whole = Self.withoutDot(String(text))
      let isWhole = whole != target && (Self.isHeading(line) && isStanding(whole) || Self.endsAlike(whole, target))
      if let name = names.min() ?? (isWhole ? whole : nil) { throw Self.refusal(of: name, above: target) }
    }
  }

  /// Whether a word above an edit of `target` most likely is another file.
  private func isOther(_ mention: PathMention, than target: String, among others: Set<String>) -> Bool {
    let readings = mention.readings
    let own = Self.name(of: target)
    if mention.text == own { return false }
    if others.contains(where: { Self.name(of: $0) == mention.text }) { return true }
    guard mention.looksLikePath, !mention.isCalled else { return false }
    // The end of the path alone, where no other file ends so.
    if readings.contains(where: { target.hasSuffix("/\($0)") }) {
      return readings.contains { end in others.contains { $0.hasSuffix("/\(end)") } || isStanding(end) }
    }
    if let ending = PathMention.fileExtension(of: mention.text), ending == PathMention.fileExtension(of: target) {
      return !Self.isProduct(mention.text) || readings.contains(where: isStanding)
    }
    return mention.diffReadings.contains(where: isStanding)
  }

  /// Whether a line is short enough to say only which file comes next.
  private static func isHeading(_ line: Substring) -> Bool {
    line.split(whereSeparator: \.isWhitespace).count <= (line.last == ":" ? 8 : 4)
  }

  /// Whether a word is rather a product that is called like a file: `Node.js`.
  private static func isProduct(_ word: String) -> Bool {
    guard word.hasSuffix(".js"), !word.contains("/") else { return false }
    let products: Set = [
      "node", "vue", "next", "nuxt", "express", "three", "d3", "react", "angular", "ember", "chart", "nest",
    ]
    return word.first?.isUppercase == true || products.contains(word.dropLast(3).lowercased())
  }

  /// Whether a file that is not part of the request stands at what may be a path.
  private func isStanding(_ text: String) -> Bool {
    guard text.utf8.count <= 255, let path = try? RepositoryPath(text) else { return false }
    return !paths.contains(path) && holdsFile(path)
  }

  /// Whether a line, which may hold blanks and brackets, ends as the edited file does, and not with its name.
  private static func endsAlike(_ line: String, _ target: String) -> Bool {
    guard let ending = PathMention.fileExtension(of: target) else { return false }
    return line.hasSuffix(".\(ending)") && !line.hasSuffix(name(of: target))
  }

  private static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

  private static func refusal(of name: String, above target: String) -> Refusal {
    Refusal(
      .outsideFence, path: try? RepositoryPath(target),
      "the reply names \(name) above an edit of \(target), so which of the two is meant cannot be told",
      remedy: "ask again, or name one file alone after --")
  }

  /// The path of a file that the engine wants to make.
  /// - Throws: a `Refusal` with the code `unsafePath` or `outsideFence`.
  func newPath(_ written: String) throws(Refusal) -> RepositoryPath {
    let path = try RepositoryPath(Self.withoutDot(written))
    try checkFileOperations(at: path)
    // Files that begin with a dot steer git, editors and CI; an engine makes none. Others go beside what it was shown.
    guard !path.components.contains(where: { $0.first == UInt8(ascii: ".") }),
      paths.contains(where: {
        $0.parent.isEmpty || path.parent == $0.parent || path.bytes.starts(with: $0.parent + [0x2f])
      })
    else {
      throw Refusal(
        .outsideFence, path: path, "the engine wants to create this file, outside of the folders that were asked about",
        remedy: "name a file of that folder after --")
    }
    guard !paths.contains(path), !isOccupied(path) else {
      throw Refusal(.outsideFence, path: path, "the engine wants to create this file, which exists")
    }
    return path
  }

  /// Makes sure that files may be made, moved and deleted.
  /// - Throws: a `Refusal` with the code `outsideFence`.
  func checkFileOperations(at path: RepositoryPath) throws(Refusal) {
    guard allowsFileOperations, !isChangedLinesOnly else {
      throw Refusal(
        .outsideFence, path: path, "the engine wants to make, move or delete this file, which was not asked for",
        remedy: "give an instruction to allow it")
    }
  }

  /// Models like to write `./a` for `a`.
  private static func withoutDot(_ path: String) -> String { path.hasPrefix("./") ? String(path.dropFirst(2)) : path }

  /// Makes sure that `hunks` only add, where only that was asked: a removed line must live on in an added one (an empty body
  /// that is opened), or be empty or a stand-in for what was to be written.
  /// - Throws: a `Refusal` with the code `outsideFence`.
  func check(_ hunks: [LineDiff.Hunk], in file: EditableFile) throws(Refusal) {
    guard isInsertionOnly else { return }
    for hunk in hunks {
      let added = hunk.added.map { String(decoding: $0, as: UTF8.self).trimmed }
      for (index, line) in hunk.removed.enumerated() {
        var text = String(decoding: line, as: UTF8.self).trimmed
        if ["", "pass", "...", "{}", "return", "TODO"].contains(text) { continue }
        if added.contains(text) { continue }
        for ending in ["}", "{}", ";", "pass"] where text.hasSuffix(ending) {
          text = String(text.dropLast(ending.count)).trimmed
          break
        }
        guard !text.isEmpty, added.contains(where: { $0.hasPrefix(text) }) else {
          throw Refusal(
            .outsideFence, path: file.path,
            "the engine wants to change line \(hunk.baseIndex + index + 1), where it was only asked to add lines",
            remedy: "use git hone edit to change what is there")
        }
      }
    }
  }

  /// Makes sure that `replacements` stay on lines that may change.
  /// - Throws: a `Refusal` with the code `outsideFence`.
  func check(_ replacements: [Replacement], in file: EditableFile) throws(Refusal) {
    guard isChangedLinesOnly else { return }
    let lines = TextLines(file.bytes)
    for replacement in replacements {
      let first = lines.line(at: replacement.range.lowerBound) + 1
      let last = replacement.range.isEmpty ? first - 1 : lines.line(at: replacement.range.upperBound - 1) + 1
      // An insertion may stand just below a changed line or between two, so the line before it counts as well.
      let isInside = file.changedLines.contains { changed in
        replacement.range.isEmpty
          ? first >= changed.lowerBound && first - 1 <= changed.upperBound
          : first >= changed.lowerBound && last <= changed.upperBound
      }
      guard isInside else {
        throw Refusal(
          .outsideFence, path: file.path,
          "the engine wants to change line \(first), which is not part of the change at hand",
          remedy: "give an instruction to allow edits of the whole file")
      }
    }
  }
}
