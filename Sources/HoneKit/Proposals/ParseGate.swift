internal import HoneChecks
internal import HoneCore

/// Takes out of proposals the edits with which a file could not be parsed any more.
///
/// A whole reply is judged, not each edit as it comes: one edit may open what a later one closes.
struct ParseGate {
  private let gate = SyntaxGate()
  /// Up to how many edits of a file each is left out in turn, to find the one that does not fit.
  private static let limit = 32
  /// Results that can be parsed, as far as is known.
  private var sound: [RepositoryPath: [UInt8]] = [:]

  /// An edit that was taken out.
  struct Rejection {
    var path: RepositoryPath
    /// What it would have changed, in the lines of the base.
    var hunks: [LineDiff.Hunk]
    var refusal: Refusal
  }

  /// Judges the files that have changed since it was called last.
  mutating func sift(_ proposals: inout ProposalSet) -> [Rejection] {
    var rejections: [Rejection] = []
    for path in proposals.changedPaths {
      guard let result = proposals.result(at: path), result != sound[path] else { continue }
      defer { sound[path] = proposals.result(at: path) }
      if let created = proposals.created[path] {
        let origin = created.origin.flatMap { proposals.base(at: $0)?.bytes }
        guard let fault = gate.fault(in: result, since: origin, at: path) else { continue }
        proposals.dropCreation(at: path)
        rejections.append(
          Self.rejection(LineDiff.hunks(from: [], to: result), of: path, what: "the file", because: fault))
      } else if let file = proposals.files[path], let fault = gate.fault(in: result, since: file.file.bytes, at: path) {
        let kept = soundEdits(of: file)
        for index in 0..<file.editCount where !kept.contains(index) {
          let hunks = (try? file.hunks(of: file.replacements(ofEdit: index))) ?? []
          let line = (hunks.first?.baseIndex ?? 0) + 1
          rejections.append(Self.rejection(hunks, of: path, what: "the edit at line \(line)", because: fault))
        }
        proposals.keep(kept, ofFileAt: path)
      }
    }
    return rejections
  }

  /// The edits of a file, by their order, that may stay: all but the one that breaks it, or as many as fit together.
  private func soundEdits(of file: WorkingFile) -> [Int] {
    let all = Array(0..<file.editCount)
    func isSound(_ kept: [Int]) -> Bool {
      guard let some = try? file.keeping(kept) else { return false }
      return gate.fault(in: some.result, since: file.file.bytes, at: file.file.path) == nil
    }
    if all.count <= Self.limit, let culprit = all.last(where: { left in isSound(all.filter { $0 != left }) }) {
      return all.filter { $0 != culprit }
    }
    var kept: [Int] = []
    Halving.take(all[...], isKnownHarmful: true) { group in
      guard isSound(kept + group) else { return false }
      kept += group
      return true
    }
    return kept
  }

  private static func rejection(
    _ hunks: [LineDiff.Hunk], of path: RepositoryPath, what: String, because fault: Finding
  ) -> Rejection {
    let refusal = Refusal(
      .gate, path: path,
      "\(what) is left out, the result could not be parsed: \(fault.message) (line \(fault.start.line))",
      remedy: "ask again, or edit the place by hand")
    return Rejection(path: path, hunks: hunks, refusal: refusal)
  }
}
