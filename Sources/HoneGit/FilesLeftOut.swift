package import HoneCore

/// The files that a write leaves out.
package struct FilesLeftOut: Sendable {
  /// Why files may not be written, with their paths.
  package var refused: [Refusal] = []
  /// The files that there was no time for.
  package var late: [RepositoryPath] = []

  package init() {}

  /// Their paths.
  package var paths: [RepositoryPath] { refused.compactMap(\.path) + late }
}
