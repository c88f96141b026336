/// Finds the places of the chunks of a V4A patch.
///
/// Chunks are to stand in file order, but engines that are told so still write them in another order and repeat them. So a
/// chunk whose text stands several times is never put at one of these places because the others lie above the chunk before
/// it: its headers must enclose exactly one of all, or `*** End of File` must name it. What that proves may then not lie
/// above the chunk before.
struct PatchPlacement {
  let applier: EditApplier

  private var file: TextLines { applier.base }

  /// The most places whose surroundings are looked at; a chunk that fits more is ambiguous whatever its headers say.
  private static let candidateLimit = 200

  /// Finds the chunks of a section, which go on where those before them ended.
  ///
  /// A chunk that repeats one which has its place already is passed over.
  /// - Returns: the replacements of all chunks, ascending, and the position behind the last of them.
  func place(
    _ chunks: [PatchChunk], after start: PatchPosition
  ) throws(Refusal) -> (replacements: [Replacement], position: PatchPosition) {
    var replacements: [Replacement] = []
    var position = start
    for chunk in chunks where !position.placed.contains(chunk) {
      let written = chunk.lines.compactMap(\.old)
      if written.isEmpty {
        replacements += try append(chunk)
        position.line = file.count
      } else {
        let match = try match(of: written, in: chunk, from: position.line)
        replacements += try rewrite(match, by: chunk, written: written)
        position.line = match.lines.upperBound
      }
      position.placed.insert(chunk)
    }
    return (replacements, position)
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
    guard !all.isEmpty else { throw Divergence(of: written, in: applier.locator).refusal }
    let match = try only(all, of: written, in: chunk)
    guard match.lines.lowerBound >= next else {
      throw Refusal(
        .notFound, "a chunk of the patch stands at line \(match.lines.lowerBound + 1), above the chunk before it",
        remedy: "ask again: chunks must be in file order")
    }
    return match
  }

  /// The one of all places of a chunk that what it says proves.
  private func only(
    _ all: [LineLocator.Match], of written: [ArraySlice<UInt8>], in chunk: PatchChunk
  ) throws(Refusal) -> LineLocator.Match {
    let headers = chunk.headers.map { $0[...].withoutBlanks }
    let last = chunk.isAtEndOfFile ? all.last { $0.lines.upperBound == file.count } : nil
    if headers.isEmpty, let match = last ?? (all.count == 1 ? all.first : nil) { return match }
    let enclosed = all.count > Self.candidateLimit || headers.isEmpty ? [] : enclosed(all, by: headers)
    if let match = enclosed.first, enclosed.count == 1, last == nil || match == last { return match }
    guard let match = all.first, all.count == 1 else {
      throw LineLocator.ambiguity(of: written, at: (enclosed.count > 1 ? enclosed : all).map(\.lines.lowerBound))
    }
    if let missing = headers.first(where: { !stands($0, before: match.lines.upperBound) }) {
      throw Refusal(
        .notFound,
        "the line \(Excerpt(missing)) that the patch names does not stand above line \(match.lines.lowerBound + 1)",
        remedy: "ask again: the file may have changed")
    }
    // The text stands once as it was written, and not where the headers say: with other blanks it may stand there too.
    let loose = applier.locator.loosePlaces(of: written)
    guard loose.count == 1 else { throw LineLocator.ambiguity(of: written, at: loose) }
    return match
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

  /// The matches for which the headers are, in order, among their own lines and those that enclose them by their indentation.
  private func enclosed(
    _ matches: [LineLocator.Match], by headers: [ArraySlice<UInt8>]
  ) -> [LineLocator.Match] {
    let structure = BlockStructure(file)
    return matches.filter { match in
      var wanted = headers[...]
      for line in match.lines.reversed() + structure.enclosingLines(of: match.lines.lowerBound) {
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
