/// A patch of one file in git's extended unified format, as `git apply` reads it.
///
/// Source of the format: the section "Generating patch text with -p" of git's diff documentation.
package struct UnifiedDiff: Sendable {
  /// One side of the comparison.
  package struct Side: Sendable {
    package var bytes: [UInt8]
    package var mode: FileMode
    /// The blob's id; when both sides have one, the patch has an `index` line.
    package var id: ObjectID?

    package init(bytes: [UInt8], mode: FileMode = .regular, id: ObjectID? = nil) {
      self.bytes = bytes
      self.mode = mode
      self.id = id
    }
  }

  package var path: RepositoryPath
  /// The path before a rename; `nil` when it did not change.
  package var oldPath: RepositoryPath?
  /// The file before; `nil` when it is new.
  package var old: Side?
  /// The file after; `nil` when it is deleted.
  package var new: Side?
  /// How many lines of the file stand above what the sides hold, where they hold a part of it.
  package var linesAbove = 0

  package init(path: RepositoryPath, oldPath: RepositoryPath? = nil, old: Side?, new: Side?) {
    self.path = path
    self.oldPath = oldPath
    self.old = old
    self.new = new
  }

  /// The patch; empty when both sides are the same.
  /// - Parameter context: how many unchanged lines are shown around a change.
  package func bytes(context: Int = 3) -> [UInt8] {
    let source = oldPath ?? path
    let isSame = source == path && old?.mode == new?.mode && old?.bytes == new?.bytes && (old == nil) == (new == nil)
    if isSame { return [] }
    var text = Array("diff --git \(name(source, "a/")) \(name(path, "b/"))\n".utf8)
    text += header(source: source)
    let hunks = hunkText(context: context)
    if !hunks.isEmpty {
      text += Array("--- \(old == nil ? "/dev/null" : name(source, "a/") + tab(source))\n".utf8)
      text += Array("+++ \(new == nil ? "/dev/null" : name(path, "b/") + tab(path))\n".utf8)
    }
    return text + hunks
  }

  private func header(source: RepositoryPath) -> [UInt8] {
    var lines: [String] = []
    switch (old, new) {
    case (nil, let new?): lines.append("new file mode \(new.mode.octal)")
    case (let old?, nil): lines.append("deleted file mode \(old.mode.octal)")
    case (let old?, let new?) where old.mode != new.mode:
      lines += ["old mode \(old.mode.octal)", "new mode \(new.mode.octal)"]
    default: break
    }
    if source != path, old != nil, new != nil {
      lines += ["rename from \(name(source, ""))", "rename to \(name(path, ""))"]
    }
    let ids = (old.map(\.id) ?? .zero, new.map(\.id) ?? .zero)
    if let before = ids.0, let after = ids.1, before != after {
      let mode = old.map { $0.mode == new?.mode ? " " + $0.mode.octal : "" } ?? ""
      lines.append("index \(before.hex)..\(after.hex)\(mode)")
    }
    return lines.flatMap { Array($0.utf8) + [0x0a] }
  }

  private func name(_ path: RepositoryPath, _ prefix: String) -> String {
    RepositoryPath.quoted(Array(prefix.utf8) + path.bytes)
  }

  /// A name that holds a space and is not quoted ends in a tab on the `---` and `+++` lines, as git writes it.
  private func tab(_ path: RepositoryPath) -> String {
    path.bytes.contains(0x20) && !name(path, "").hasPrefix("\"") ? "\t" : ""
  }

  // MARK: Hunks

  private func hunkText(context: Int) -> [UInt8] {
    let base = TextLines(old?.bytes ?? [], convention: .git)
    let result = TextLines(new?.bytes ?? [], convention: .git)
    var text: [UInt8] = []
    var group: [LineDiff.Change] = []
    for change in LineDiff.changes(from: base, to: result) {
      if let last = group.last, change.old.lowerBound - last.old.upperBound > 2 * context {
        text += hunk(group, base, result, context: context)
        group = []
      }
      group.append(change)
    }
    return text + hunk(group, base, result, context: context)
  }

  private func hunk(
    _ changes: [LineDiff.Change], _ base: TextLines, _ result: TextLines, context: Int
  ) -> [UInt8] {
    guard let first = changes.first, let last = changes.last else { return [] }
    let lead = min(context, first.old.lowerBound)
    let trail = min(context, base.count - last.old.upperBound)
    let old = (first.old.lowerBound - lead)..<(last.old.upperBound + trail)
    let new = (first.new.lowerBound - lead)..<(last.new.upperBound + trail)
    var text = Array("@@ -\(position(old)) +\(position(new)) @@\n".utf8)
    var line = old.lowerBound
    for change in changes {
      for same in line..<change.old.lowerBound { text += Self.written(" ", base, same) }
      for removed in change.old { text += Self.written("-", base, removed) }
      for added in change.new { text += Self.written("+", result, added) }
      line = change.old.upperBound
    }
    for same in line..<old.upperBound { text += Self.written(" ", base, same) }
    return text
  }

  private func position(_ lines: Range<Int>) -> String {
    let start = linesAbove + lines.lowerBound + (lines.isEmpty ? 0 : 1)
    return lines.count == 1 ? "\(start)" : "\(start),\(lines.count)"
  }

  private static func written(_ mark: StaticString, _ file: TextLines, _ line: Int) -> [UInt8] {
    let bytes = mark.withUTF8Buffer { Array($0) } + file.bytes[file.range(of: line)]
    return bytes.last == 0x0a ? bytes : bytes + Array("\n\\ No newline at end of file\n".utf8)
  }
}
