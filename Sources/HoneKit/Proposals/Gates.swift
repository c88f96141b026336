internal import HoneCore
internal import HoneEngine

/// What every edit must meet before it is shown: no placeholder, no conflict marker, no lost bracket, text that stays text.
enum Gates {
  /// - Parameters:
  ///   - hunks: what the edit changes.
  ///   - result: the file with this edit and those before it.
  /// - Throws: a `Refusal` with the code `placeholder` or `gate`.
  static func check(_ hunks: [LineDiff.Hunk], in file: EditableFile, result: [UInt8]) throws(Refusal) {
    let fileExtension = file.path.fileExtension
    try PlaceholderScan.check(base: file.bytes, hunks: hunks, fileExtension: fileExtension)
    try ResultGate.check(base: file.bytes, result: result, fileExtension: fileExtension)
    try checkSecretsAreRestored(hunks, base: file.bytes)
  }

  /// Refuses a stand-in for a secret that the engine made up or garbled: there is nothing to put in its place.
  private static func checkSecretsAreRestored(_ hunks: [LineDiff.Hunk], base: [UInt8]) throws(Refusal) {
    let standIn = SecretRedaction.standIn
    let added = hunks.contains { $0.added.contains { String(decoding: $0, as: UTF8.self).contains(standIn) } }
    guard added, !String(decoding: base, as: UTF8.self).contains(standIn) else { return }
    throw Refusal(.gate, "the engine changed the stand-in of a secret that was kept back from it", remedy: "ask again")
  }

  /// Refuses a rewritten window that lost most of its lines: small models sometimes answer with a snippet.
  /// - Parameter lines: the window, counted from 0.
  /// - Throws: a `Refusal` with the code `gate`.
  static func checkWindow(_ hunks: [LineDiff.Hunk], lines window: Range<Int>, in file: EditableFile) throws(Refusal) {
    func filled(_ lines: [[UInt8]]) -> Int { lines.count { !$0.allSatisfy { $0.isBlankOrReturn || $0 == 0x0a } } }
    let lines = TextLines(file.bytes)
    let shown = filled(window.map { Array(lines[$0]) })
    let lost = hunks.reduce(0) { $0 + filled($1.removed) - filled($1.added) }
    guard lost <= max(3, shown / 2) else {
      throw Refusal(
        .gate, "the engine left out \(lost) of the \(shown) lines that it was to repeat",
        remedy: "ask for a smaller edit, or use a larger engine")
    }
  }

  /// The same for a file that is created.
  static func checkNewFile(_ bytes: [UInt8], at path: RepositoryPath) throws(Refusal) {
    try PlaceholderScan.check(
      base: [], hunks: LineDiff.hunks(from: [], to: bytes), fileExtension: path.fileExtension)
    try checkSecretsAreRestored(LineDiff.hunks(from: [], to: bytes), base: [])
    try ResultGate.check(base: [], result: bytes, fileExtension: path.fileExtension)
  }
}
