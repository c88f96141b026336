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

  /// The same for a file that is created.
  static func checkNewFile(_ bytes: [UInt8], at path: RepositoryPath) throws(Refusal) {
    try PlaceholderScan.check(
      base: [], hunks: LineDiff.hunks(from: [], to: bytes), fileExtension: path.fileExtension)
    try checkSecretsAreRestored(LineDiff.hunks(from: [], to: bytes), base: [])
    try ResultGate.check(base: [], result: bytes, fileExtension: path.fileExtension)
  }
}
