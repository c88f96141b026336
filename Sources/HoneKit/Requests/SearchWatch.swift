internal import HoneCore

/// Watches the places that a reply names while it arrives, so that one which cannot be found ends the reply at once.
///
/// At a thousand tokens a second the rest of such a reply costs little; at thirty it costs the user minutes, and every edit
/// behind a place that was misremembered is likely to be misremembered too.
struct SearchWatch {
  /// A place that is not in the file.
  struct Mismatch: Sendable {
    var path: RepositoryPath
    var refusal: Refusal
    /// The lines of the file around the place that was probably meant, for the engine to copy.
    var trueLines: String
  }

  private let fence: Fence
  private var number: Int?
  private var probe: BlockProbe?
  private var file: WorkingFile?
  private var taken = 0
  private var place: OpenPlace?

  /// How many lines of the file are shown above and below a place that was not found.
  private static let margin = 6

  init(fence: Fence) {
    self.fence = fence
  }

  /// Looks at what the open edit of `parser` has said since the last call.
  /// - Returns: why it can have no place; `nil` while it may have one. Paths that were not shown are for the fence to refuse.
  mutating func mismatch(in parser: any EditStreamParser, of proposals: ProposalSet) -> Mismatch? {
    if let open = parser.openPlace { return mismatch(at: open, of: proposals) }
    guard let block = parser.openBlock else {
      number = nil
      return nil
    }
    if number != block.number {
      number = block.number
      taken = 0
      file = (try? fence.shownPath(block.path ?? "")).flatMap { proposals.files[$0] }
      // A search for nothing is how an empty file gets its text.
      probe = file.flatMap { $0.file.bytes.isEmpty ? nil : $0.applier.probe() }
    }
    while taken < block.lines.count, probe != nil {
      taken += 1
      guard probe?.take(block.lines[taken - 1]) == false, let file else { continue }
      probe = nil
      let lines = Array(block.lines.prefix(taken))
      guard lines.contains(where: { !$0.allSatisfy(\.isBlankOrReturn) }) else { continue }
      return Self.mismatch(of: lines, in: file)
    }
    return nil
  }

  /// Looks at lines that are referred to and not repeated, once for each thing that the edit says of them.
  private mutating func mismatch(at open: OpenPlace, of proposals: ProposalSet) -> Mismatch? {
    guard open != place else { return nil }
    place = open
    let file = (try? fence.shownPath(open.path ?? "")).flatMap { proposals.files[$0] }
    return file.flatMap { file in
      file.applier.divergence(of: open.place).map { Self.mismatch($0.refusal, around: $0.line, in: file) }
    }
  }

  private static func mismatch(of block: [ArraySlice<UInt8>], in file: WorkingFile) -> Mismatch {
    let (refusal, line) = file.applier.divergence(of: block)
    return mismatch(refusal, around: line, count: block.count, in: file)
  }

  private static func mismatch(
    _ refusal: Refusal, around line: Int?, count: Int = 1, in file: WorkingFile
  ) -> Mismatch {
    let base = file.applier.base
    var shown: Range<Int> = 0..<min(base.count, 0)
    if let line { shown = max(0, line - margin)..<min(base.count, max(0, line) + count + margin) }
    let text = shown.map { String(decoding: base.shown($0), as: UTF8.self) + "\n" }.joined()
    return Mismatch(path: file.file.path, refusal: refusal.at(file.file.path), trueLines: text)
  }
}
