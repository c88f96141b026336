internal import HoneCore

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
  }

  /// The same for a file that is created.
  static func checkNewFile(_ bytes: [UInt8], at path: RepositoryPath) throws(Refusal) {
    try PlaceholderScan.check(
      base: [], hunks: LineDiff.hunks(from: [], to: bytes), fileExtension: path.fileExtension)
    try ResultGate.check(base: [], result: bytes, fileExtension: path.fileExtension)
  }
}
