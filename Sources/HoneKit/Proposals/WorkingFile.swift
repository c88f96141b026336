internal import HoneCore

/// How far a section of a patch has come, whose chunks are edits of their own but stand below each other and may need each other.
struct PatchProgress {
  /// Behind the last chunk that was located.
  var position = PatchPosition()
  /// Chunks that a gate refused, and why: what one of them opens, a later one may close.
  var waiting: [(replacements: [Replacement], refusal: Refusal)] = []
}

/// A file while edits are proposed for it: its base, and what is to change, located in the base.
struct WorkingFile {
  let file: EditableFile
  /// The edits so far, disjoint, each with the number under which it was told and the number of redirections before it.
  private var edits: [(number: Int, generation: Int, replacements: [Replacement])] = []
  /// The file with all edits so far.
  private(set) var result: [UInt8]
  /// How far the open section of a patch has come.
  var section = PatchProgress()
  /// Finds places in the base.
  let applier: EditApplier

  init(file: EditableFile) {
    self.file = file
    applier = EditApplier(file.bytes)
    result = file.bytes
  }

  /// Where each edit goes; disjoint.
  var replacements: [Replacement] { edits.flatMap(\.replacements) }

  /// How many edits there are.
  var editCount: Int { edits.count }

  /// Under which numbers they were told.
  var numbers: [Int] { edits.map(\.number) }

  /// What the edit with that number, from 0, changes.
  func replacements(ofEdit index: Int) -> [Replacement] { edits[index].replacements }

  /// The file with those of its edits that `numbers` names, from 0.
  func keeping(_ numbers: [Int]) throws(Refusal) -> WorkingFile {
    var some = self
    some.edits = numbers.map { edits[$0] }
    some.result = try AppliedEdits.bytes(some.replacements, in: applier.base)
    return some
  }

  /// Adds what one edit changes.
  ///
  /// An edit from before the user redirected the engine gives way to one that changes the same lines, as a whole.
  /// - Parameters:
  ///   - generation: how often the user had redirected the engine when the edit was written.
  ///   - number: under which it is told.
  /// - Returns: how many edits gave way.
  /// - Throws: a `Refusal` with the code `overlap` when another edit already changes the same bytes; nothing is added then.
  @discardableResult
  mutating func add(_ added: [Replacement], generation: Int = 0, number: Int = 0) throws(Refusal) -> Int {
    let kept = edits.filter { $0.generation == generation || !touches($0.replacements, added) }
    let all = kept.flatMap(\.replacements) + added
    result = try AppliedEdits.bytes(all, in: applier.base)
    defer { edits = kept + [(number, generation, added)] }
    return edits.count - kept.count
  }

  /// Whether an edit has said exactly this already: engines that do not know when to stop repeat themselves.
  func has(_ added: [Replacement]) -> Bool { edits.contains { $0.replacements == added } }

  /// Whether two edits change a common line.
  private func touches(_ first: [Replacement], _ second: [Replacement]) -> Bool {
    let lines = second.map { self.lines(of: $0) }
    return first.contains { replacement in lines.contains { $0.overlaps(self.lines(of: replacement)) } }
  }

  private func lines(of replacement: Replacement) -> ClosedRange<Int> {
    let first = applier.base.line(at: replacement.range.lowerBound)
    return
      first...max(first, applier.base.line(at: max(replacement.range.lowerBound, replacement.range.upperBound - 1)))
  }

  /// The hunks of `added` alone, in the lines of the base.
  /// - Throws: a `Refusal` with the code `overlap` when two of them change the same bytes.
  func hunks(of added: [Replacement]) throws(Refusal) -> [LineDiff.Hunk] {
    try LineDiff.hunks(of: added, in: applier.base)
  }
}
