internal import HoneCore
internal import HoneGit

extension Refusal {
  /// Whether it says that one file cannot be written, whatever becomes of the others of a run.
  var isOfOneFile: Bool {
    let codes: [Refusal.Code] = [.filtered, .indexFlag, .notText, .notAFile, .unsafePath, .unreadable]
    return path != nil && codes.contains(code)
  }
}
