internal import HoneCore

/// Takes edits as they complete: checks the path, finds the place, applies the gates, and adds them to the proposals.
struct EditPlacement {
  let fence: Fence
  /// The lines, counted from 0, that a window edit stands for; `nil` for the formats that name their place.
  let window: (path: RepositoryPath, lines: Range<Int>)?
  /// What a window may lose, where nobody looks at it; `nil` where somebody does.
  var loss: WindowLoss?

  /// An edit that was taken.
  struct Taken {
    var path: RepositoryPath
    /// The path that the file gets, where it is moved.
    var newPath: RepositoryPath?
    var hunks: [LineDiff.Hunk]
    /// Refusals of earlier edits that hold no more: this one holds them as well.
    var withdrawn: [Refusal] = []
  }

  /// - Returns: what changed; empty when the edit changes nothing.
  /// - Throws: a `Refusal` naming the path; nothing is proposed then that was not before.
  func take(_ edit: Edit, into proposals: inout ProposalSet) throws(Refusal) -> [Taken] {
    try fence.checkHeading(of: edit)
    switch Self.normalized(edit).change {
    case .rewriteWindow(let text):
      guard let window, let file = proposals.files[window.path] else {
        throw Refusal(.malformed, "the engine rewrote a window where none was shown")
      }
      return try at(window.path) { () throws(Refusal) in
        let replacements = try file.applier.placeWindow(lines: window.lines, text: text)
        let hunks = try file.hunks(of: replacements)
        try Gates.checkWindow(hunks, lines: window.lines, in: file.file)
        try loss?.check(hunks, lines: window.lines, in: file.file)
        return try add(replacements, to: file, &proposals)
      }
    case .foreign(let line):
      let refusal = Refusal.foreign(line)
      throw edit.path.flatMap { try? fence.shownPath($0) }.map(refusal.at) ?? refusal
    case .create(let bytes):
      // Some engines write a search block without search text for a file that is there but empty.
      if let path = try? fence.shownPath(edit.path ?? ""), let file = proposals.files[path], file.file.bytes.isEmpty {
        return try at(path) { () throws(Refusal) in
          try add([Replacement(range: 0..<0, bytes: bytes)], to: file, &proposals)
        }
      }
      let path = try fence.newPath(edit.path ?? "")
      return try at(path) { () throws(Refusal) in
        try Gates.checkNewFile(bytes, at: path)
        try proposals.create(bytes, at: path)
        return [Taken(path: path, hunks: LineDiff.hunks(from: [], to: bytes))]
      }
    case .delete:
      let path = try fence.shownPath(edit.path ?? "")
      return try at(path) { () throws(Refusal) in
        try fence.checkFileOperations(at: path)
        try proposals.delete(path)
        return [Taken(path: path, hunks: LineDiff.hunks(from: proposals.files[path]?.file.bytes ?? [], to: []))]
      }
    case .move(let target, let chunks):
      return try move(edit, to: target, chunks: chunks, &proposals)
    case .patch(let chunks):
      let (path, file) = try shown(edit, in: proposals)
      return try at(path) { () throws(Refusal) in
        try add(chunks, isContinuation: edit.isContinuation, to: file, &proposals)
      }
    case .replace, .replaceLines, .replaceAnchored:
      let (path, file) = try shown(edit, in: proposals)
      return try at(path) { () throws(Refusal) in
        try add(try file.applier.place(edit), to: file, &proposals)
      }
    }
  }

  private func shown(
    _ edit: Edit, in proposals: ProposalSet
  ) throws(Refusal) -> (path: RepositoryPath, file: WorkingFile) {
    let path = try fence.shownPath(edit.path ?? "")
    guard let file = proposals.files[path] else {
      throw Refusal(.outsideFence, path: path, "the engine was not shown this file")
    }
    return (path, file)
  }

  private func add(
    _ replacements: [Replacement], to file: WorkingFile, _ proposals: inout ProposalSet
  ) throws(Refusal) -> [Taken] {
    let hunks = try file.hunks(of: replacements)
    guard !hunks.isEmpty, !file.has(replacements) else { return [] }
    try fence.check(replacements, in: file.file)
    try fence.check(hunks, in: file.file)
    var changed = file
    let displaced = try changed.add(
      replacements, generation: proposals.generation, number: proposals.nextNumber)
    try Gates.check(hunks, in: file.file, result: changed.result)
    try proposals.put(changed, displacing: displaced)
    return [Taken(path: file.file.path, hunks: hunks)]
  }

  /// Adds chunks of a patch below those before them; together with some that a gate has refused, where that makes all of them
  /// pass.
  private func add(
    _ chunks: [PatchChunk], isContinuation: Bool, to file: WorkingFile, _ proposals: inout ProposalSet
  ) throws(Refusal) -> [Taken] {
    var file = file
    if !isContinuation { file.section = PatchProgress() }
    defer { proposals.note(file.section, at: file.file.path) }
    let (replacements, position) = try file.applier.place(chunks, after: file.section.position)
    // Where it stands is known, whatever the gates say of what it does there.
    file.section.position = position
    let waiting = file.section.waiting
    if !waiting.isEmpty, var taken = try? add(waiting.flatMap(\.replacements) + replacements, to: file, &proposals) {
      file.section.waiting = []
      if !taken.isEmpty { taken[0].withdrawn = waiting.map { $0.refusal.at(file.file.path) } }
      return taken
    }
    do throws(Refusal) {
      return try add(replacements, to: file, &proposals)
    } catch {
      if error.code == .gate { file.section.waiting.append((replacements, error)) }
      throw error
    }
  }

  private func move(
    _ edit: Edit, to target: String, chunks: [PatchChunk], _ proposals: inout ProposalSet
  ) throws(Refusal) -> [Taken] {
    let (path, file) = try shown(edit, in: proposals)
    let newPath = try fence.newPath(target)
    return try at(path) { () throws(Refusal) in
      var bytes = file.file.bytes
      if !chunks.isEmpty {
        var moved = file
        let replacements = try file.applier.place(Edit(path: edit.path, change: .patch(chunks)))
        try moved.add(replacements, generation: proposals.generation)
        bytes = moved.result
        try Gates.check(try file.hunks(of: replacements), in: file.file, result: bytes)
      }
      try proposals.move(path, to: newPath, bytes: bytes)
      return [Taken(path: path, newPath: newPath, hunks: LineDiff.hunks(from: file.file.bytes, to: bytes))]
    }
  }

  /// A search for nothing, or for an empty line, is how engines write the whole text of a new or empty file.
  private static func normalized(_ edit: Edit) -> Edit {
    guard case .replace(let search, let replacement) = edit.change,
      search.allSatisfy({ $0.isBlankOrReturn || $0 == 0x0a })
    else {
      return edit
    }
    return Edit(path: edit.path, change: .create(replacement))
  }

  /// Names `path` in whatever `body` refuses.
  private func at<Result>(_ path: RepositoryPath, _ body: () throws(Refusal) -> Result) throws(Refusal) -> Result {
    do throws(Refusal) { return try body() } catch { throw error.at(path) }
  }
}
