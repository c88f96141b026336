/// Finds the places of the chunks of a V4A patch.
///
/// Chunks stand in file order, so each is looked for after the one before. A chunk that still fits several places takes
/// the one that its headers enclose; a chunk is never put at the first of several places.
struct PatchPlacement {
  let applier: EditApplier

  private var file: TextLines { applier.base }

  /// The most places whose surroundings are looked at; a chunk that fits more is ambiguous whatever its headers say.
  private static let candidateLimit = 200

  /// Finds the chunks below a line, counted from 0.
  /// - Returns: the replacements of all chunks, ascending, and the line below the last chunk.
  func place(_ chunks: [PatchChunk], from start: Int = 0) throws(Refusal) -> (replacements: [Replacement], end: Int) {
    var replacements: [Replacement] = []
    var next = start
    for chunk in chunks {
      let written = chunk.lines.compactMap(\.old)
      if written.isEmpty {
        replacements += try append(chunk)
        next = file.count
        continue
      }
      let match = try match(of: written, in: chunk, from: next)
      replacements += try rewrite(match, by: chunk, written: written)
      next = match.lines.upperBound
    }
    return (replacements, next)
  }

  /// A chunk of added lines only says no place but the end of the file.
  private func append(_ chunk: PatchChunk) throws(Refusal) -> [Replacement] {
    guard chunk.headers.isEmpty else {
      throw Refusal(
        .notFound, "a chunk of the patch adds lines without naming a line beside them",
        remedy: "ask again, with unchanged lines around the new ones")
    }
    return try LineRewrite(file: file).replacements(
      for: file.count..<file.count, text: chunk.lines.compactMap(\.new))
  }

  private func match(
    of written: [ArraySlice<UInt8>], in chunk: PatchChunk, from next: Int
  ) throws(Refusal) -> LineLocator.Match {
    let all = try applier.locator.matches(of: written)
    let ahead = all.filter { $0.lines.lowerBound >= next }
    if chunk.isAtEndOfFile, let last = ahead.last(where: { $0.lines.upperBound == file.count }) { return last }
    guard !ahead.isEmpty else {
      if let earlier = all.first {
        throw Refusal(
          .notFound, "a chunk of the patch stands at line \(earlier.lines.lowerBound + 1), above the chunk before it",
          remedy: "ask again: chunks must be in file order")
      }
      throw Divergence(of: written, in: applier.locator).refusal
    }
    let headers = chunk.headers.map { $0[...].withoutBlanks }
    if ahead.count == 1, headers.allSatisfy({ stands($0, before: ahead[0].lines.upperBound) }) { return ahead[0] }
    let enclosed = headers.isEmpty ? [] : enclosed(ahead.prefix(Self.candidateLimit), by: headers)
    if enclosed.count == 1, ahead.count <= Self.candidateLimit { return enclosed[0] }
    if ahead.count > 1 {
      throw LineLocator.ambiguity(of: written, at: (enclosed.isEmpty ? ahead : enclosed).map(\.lines.lowerBound))
    }
    let missing = headers.first { !stands($0, before: ahead[0].lines.upperBound) } ?? []
    throw Refusal(
      .notFound,
      "the line \(Excerpt(missing)) that the patch names does not stand above line \(ahead[0].lines.lowerBound + 1)",
      remedy: "ask again: the file may have changed")
  }

  private func rewrite(
    _ match: LineLocator.Match, by chunk: PatchChunk, written: [ArraySlice<UInt8>]
  ) throws(Refusal) -> [Replacement] {
    let text = try EditApplier.reindented(chunk.lines.compactMap(\.new), by: match, for: written)
    var result: [Replacement] = []
    var line = match.lines.lowerBound
    var index = 0
    for run in chunk.lines.chunked(by: { $0.isContext == $1.isContext }) {
      let old = run.compactMap(\.old)
      let new = Array(text[index..<(index + run.compactMap(\.new).count)])
      if let first = run.first, !first.isContext {
        result += try LineRewrite(file: file).replacements(for: line..<(line + old.count), written: old, text: new)
      }
      line += old.count
      index += new.count
    }
    return result
  }

  // MARK: Headers

  private func stands(_ header: ArraySlice<UInt8>, before end: Int) -> Bool {
    (0..<end).contains { isHeader(header, $0) }
  }

  /// The matches for which the headers are, in order, among the lines that enclose them by their indentation.
  private func enclosed(
    _ matches: some Sequence<LineLocator.Match>, by headers: [ArraySlice<UInt8>]
  ) -> [LineLocator.Match] {
    let structure = BlockStructure(file)
    return matches.filter { match in
      var wanted = headers[...]
      for line in structure.enclosingLines(of: match.lines.lowerBound) {
        if let header = wanted.last, isHeader(header, line) { wanted.removeLast() }
      }
      return wanted.isEmpty
    }
  }

  /// Whether a line is the one a header names; engines leave out what follows the name, such as an opening brace.
  private func isHeader(_ header: ArraySlice<UInt8>, _ line: Int) -> Bool {
    let text = file.shown(line).withoutBlanks
    guard text.starts(with: header) else { return false }
    guard let last = header.last, let next = text.dropFirst(header.count).first else { return true }
    return !(last.isNameByte && next.isNameByte)
  }
}

extension PatchChunk.Line {
  /// The line as it is in the file before the change; `nil` for an added line.
  var old: ArraySlice<UInt8>? {
    switch self {
    case .context(let text), .removed(let text): text[...]
    case .added: nil
    }
  }

  /// The line as it is in the file after the change; `nil` for a removed line.
  var new: ArraySlice<UInt8>? {
    switch self {
    case .context(let text), .added(let text): text[...]
    case .removed: nil
    }
  }

  var isContext: Bool {
    if case .context = self { true } else { false }
  }
}

extension Array {
  /// The array cut where two neighbours do not belong together.
  fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var chunks: [ArraySlice<Element>] = []
    var start = startIndex
    for index in indices.dropFirst() where !belong(self[index - 1], self[index]) {
      chunks.append(self[start..<index])
      start = index
    }
    if start < endIndex { chunks.append(self[start...]) }
    return chunks
  }
}
