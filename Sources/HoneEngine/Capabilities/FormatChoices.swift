package import HoneCore

/// Which edit format measured best, for each engine and model that was measured.
package struct FormatChoices: Sendable {
  private let folder: String

  /// - Parameter data: the user's data folder of Hone.
  package init(data: String) {
    folder = "\(data)/formats"
  }

  /// The format that measured best; `nil` when the engine was never measured with that model.
  package func best(engine: String, model: String) -> EditFormat? {
    guard let bytes = Disk.read(file(engine, model), limit: 4096), let json = try? JSON(parsing: bytes) else {
      return nil
    }
    return json["format"]?.string.flatMap(EditFormat.init(rawValue:))
  }

  /// Remembers `format`.
  /// - Throws: `LocalEngineError` when it cannot be written.
  package func remember(_ format: EditFormat, engine: String, model: String) throws(LocalEngineError) {
    let record: JSON = ["engine": .string(engine), "model": .string(model), "format": .string(format.rawValue)]
    try Disk.makePrivateFolder(folder)
    try Disk.replace(file(engine, model), with: record.bytes)
  }

  private func file(_ engine: String, _ model: String) -> String {
    "\(folder)/\(FileDigest.sha256(text: "\(engine)\n\(model)").prefix(32)).json"
  }
}
