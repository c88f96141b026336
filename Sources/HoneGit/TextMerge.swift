internal import Clibgit2
internal import HoneCore

/// Three-way merges of whole files held in memory.
enum TextMerge {
  /// Carries the change from `base` to `theirs` into `ours`, as `git merge-file` would.
  ///
  /// Nothing is written anywhere and no attribute is read, so it works in every repository.
  /// - Returns: the merged bytes; `nil` when both changed the same or adjacent lines, or when a side is binary.
  static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    guard LibGit2.isReady, ![base, ours, theirs].contains(where: TextLimit.isBinary) else { return nil }
    return base.withUnsafeBytes { base in
      ours.withUnsafeBytes { ours in
        theirs.withUnsafeBytes { theirs in
          merge(base: base, ours: ours, theirs: theirs)
        }
      }
    }
  }

  /// How two changes of one text stand in each other's way.
  enum Clash {
    /// Both changed the same lines.
    case same
    /// One changed lines that touch those of the other.
    case neighbouring

    /// The clash as the rest of a sentence that begins with a file.
    var words: String {
      switch self {
      case .same: "was changed since the run, on the same lines"
      case .neighbouring: "was changed since the run, on lines next to those of the run"
      }
    }
  }

  /// Why `merge` could not do it, as far as lines tell.
  static func clash(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> Clash {
    let left = LineDiff.hunks(from: base, to: ours)
    let right = LineDiff.hunks(from: base, to: theirs)
    let isSame = left.contains { mine in right.contains { touches(mine, $0) } }
    return isSame || left.isEmpty || right.isEmpty ? .same : .neighbouring
  }

  /// Whether two hunks of one base have a line of it in common, or add lines at one place.
  private static func touches(_ first: LineDiff.Hunk, _ second: LineDiff.Hunk) -> Bool {
    let (start, end) = (first.baseIndex, first.baseIndex + first.baseCount)
    let (otherStart, otherEnd) = (second.baseIndex, second.baseIndex + second.baseCount)
    if start == end, otherStart == otherEnd { return start == otherStart }
    return start < otherEnd && otherStart < end
  }

  private static func merge(
    base: UnsafeRawBufferPointer, ours: UnsafeRawBufferPointer, theirs: UnsafeRawBufferPointer
  ) -> [UInt8]? {
    var ancestor = input(base)
    var left = input(ours)
    var right = input(theirs)
    var result = git_merge_file_result()
    guard git_merge_file(&result, &ancestor, &left, &right, nil) == 0 else { return nil }
    defer { git_merge_file_result_free(&result) }
    guard result.automergeable != 0 else { return nil }
    guard result.len > 0, let content = result.ptr else { return [] }
    return Array(UnsafeRawBufferPointer(start: content, count: result.len))
  }

  private static func input(_ bytes: UnsafeRawBufferPointer) -> git_merge_file_input {
    var input = git_merge_file_input()
    git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
    input.ptr = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    input.size = bytes.count
    return input
  }
}
