import HoneCore

@testable import HoneSecrets

/// Asks the detector about a file.
enum SecretFiles {
  static func path(_ text: String) throws -> RepositoryPath { try RepositoryPath(text) }

  /// What is found in a file, as `rule:text`.
  static func found(_ text: String, _ path: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return SecretDetector().secrets(in: bytes, path: try RepositoryPath(path)).map {
      $0.rule + ":" + String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }
}
