internal import Clibgit2
package import HoneCore
internal import HoneSystem

/// Where a repository keeps its objects: enough to read them on any thread.
package struct BlobSource: Sendable {
  /// The folder of the repository's own objects, and those that the environment names.
  fileprivate let folders: [[UInt8]]
}

extension Repository {
  /// Where the blobs lie.
  package var blobSource: BlobSource {
    BlobSource(folders: [commonDirectory + Array("/objects".utf8)] + Self.objectFolders(named: environment))
  }

  /// The folders in which git keeps objects for now: in a receive hook they lie in quarantine.
  static func objectFolders(named environment: Environment) -> [[UInt8]] {
    let alternates = environment[bytes: "GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: UInt8(ascii: ":")) ?? []
    return (environment[bytes: "GIT_OBJECT_DIRECTORY"].map { [$0] } ?? []) + alternates.map(Array.init)
  }
}

/// Reads blobs on one thread, beside others that do so.
///
/// It knows the objects that are here and nothing else: what it does not find `Repository.blob` may fetch, or say why not.
package struct BlobReader: ~Copyable {
  private let database: ObjectDatabase

  /// - Returns: `nil` when there are no objects to be read.
  package init?(_ source: BlobSource) {
    guard LibGit2.isReady, let own = source.folders.first, let database = try? ObjectDatabase(folder: own) else {
      return nil
    }
    database.add(source.folders.dropFirst())
    self.database = database
  }

  /// The size of a blob in bytes, without reading it; `nil` when the object is not here.
  package func size(of id: ObjectID) -> Int? {
    guard let header = database.header(of: id), header.type == GIT_OBJECT_BLOB else { return nil }
    return header.size
  }

  /// The bytes of a blob, as they are stored; `nil` when it is not here.
  package func blob(_ id: ObjectID) -> [UInt8]? { database.content(of: id, type: GIT_OBJECT_BLOB) }
}
