internal import HoneCore

/// Takes edits as they complete: checks the path, finds the place, applies the gates, and adds them to the proposals.
struct EditPlacement {
  let fence: Fence
  /// The lines, counted from 0, that a window edit stands for; `nil` for the formats that name their place.
  let window: (path: RepositoryPath, lines: Range<Int>)?

  /// An edit that was taken.
  struct Taken {
    var path: RepositoryPath
    var hunks: [LineDiff.Hunk]
  }

  /// - Returns: what changed; empty when the edit changes nothing.
  /// - Throws: a `Refusal` naming the path; `proposals` are then as before.
  func take(_ edit: Edit, into proposals: inout ProposalSet) throws(Refusal) -> [Taken] {
    switch edit.change {
    case .rewriteWindow(let text):
      guard let window, let file = proposals.files[window.path] else {
        throw Refusal(.malformed, "the engine rewrote a window where none was shown")
      }
      return try at(window.path) { () throws(Refusal) in
        let replacements = try EditApplier(file.file.bytes).placeWindow(lines: window.lines, text: text)
        return try add(replacements, to: file, &proposals)
      }
    case .create(let bytes):
      let path = try fence.path(edit.path ?? "", isNew: true)
      return try at(path) { () throws(Refusal) in
        try Gates.checkNewFile(bytes, at: path)
        try proposals.create(bytes, at: path)
        return [Taken(path: path, hunks: LineDiff.hunks(from: [], to: bytes))]
      }
    case .delete:
      let path = try fence.path(edit.path ?? "", isNew: false)
      return try at(path) { () throws(Refusal) in
        try proposals.delete(path)
        return [Taken(path: path, hunks: LineDiff.hunks(from: proposals.files[path]?.file.bytes ?? [], to: []))]
      }
    case .move(let target, let chunks):
      return try move(edit, to: target, chunks: chunks, &proposals)
    case .replace, .patch:
      let path = try fence.path(edit.path ?? "", isNew: false)
      guard let file = proposals.files[path] else {
        throw Refusal(.outsideFence, path: path, "the engine was not shown this file")
      }
      return try at(path) { () throws(Refusal) in
        try add(try EditApplier(file.file.bytes).place(edit), to: file, &proposals)
      }
    }
  }

  private func add(
    _ replacements: [Replacement], to file: WorkingFile, _ proposals: inout ProposalSet
  ) throws(Refusal) -> [Taken] {
    let hunks = file.hunks(of: replacements)
    guard !hunks.isEmpty else { return [] }
    try fence.check(replacements, in: file.file)
    var changed = file
    try changed.add(replacements)
    try Gates.check(hunks, in: file.file, result: changed.result)
    try proposals.add(replacements, at: file.file.path)
    return [Taken(path: file.file.path, hunks: hunks)]
  }

  private func move(
    _ edit: Edit, to target: String, chunks: [PatchChunk], _ proposals: inout ProposalSet
  ) throws(Refusal) -> [Taken] {
    let path = try fence.path(edit.path ?? "", isNew: false)
    let newPath = try fence.path(target, isNew: true)
    guard let file = proposals.files[path] else {
      throw Refusal(.outsideFence, path: path, "the engine was not shown this file")
    }
    return try at(path) { () throws(Refusal) in
      var bytes = file.file.bytes
      if !chunks.isEmpty {
        var moved = file
        let replacements = try EditApplier(bytes).place(Edit(path: edit.path, change: .patch(chunks)))
        try moved.add(replacements)
        bytes = moved.result
        try Gates.check(file.hunks(of: replacements), in: file.file, result: bytes)
      }
      var changed = proposals
      try changed.delete(path)
      try changed.create(bytes, at: newPath)
      proposals = changed
      return [
        Taken(path: path, hunks: LineDiff.hunks(from: file.file.bytes, to: [])),
        Taken(path: newPath, hunks: LineDiff.hunks(from: [], to: bytes)),
      ]
    }
  }

  /// Names `path` in whatever `body` refuses.
  private func at<Result>(_ path: RepositoryPath, _ body: () throws(Refusal) -> Result) throws(Refusal) -> Result {
    do throws(Refusal) { return try body() } catch { throw error.at(path) }
  }
}
