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
  private let database: Handle

  /// - Returns: `nil` when there are no objects to be read.
  package init?(_ source: BlobSource) {
    guard LibGit2.isReady, let own = source.folders.first,
      let database = try? Handle(
        "open the objects", release: git_odb_free,
        { made in
          own.withCString { git_odb_open(&made, $0) }
        })
    else { return nil }
    for folder in source.folders.dropFirst() {
      _ = folder.withCString { git_odb_add_disk_alternate(database.pointer, $0) }
    }
    self.database = database
  }

  /// The size of a blob in bytes, without reading it; `nil` when the object is not here.
  package func size(of id: ObjectID) -> Int? {
    var raw = id.raw
    var size = 0
    var type = GIT_OBJECT_ANY
    return git_odb_read_header(&size, &type, database.pointer, &raw) == 0 && type == GIT_OBJECT_BLOB ? size : nil
  }

  /// The bytes of a blob, as they are stored; `nil` when it is not here.
  package func blob(_ id: ObjectID) -> [UInt8]? {
    var raw = id.raw
    var found: OpaquePointer?
    guard git_odb_read(&found, database.pointer, &raw) == 0, let found else { return nil }
    defer { git_odb_object_free(found) }
    guard git_odb_object_type(found) == GIT_OBJECT_BLOB else { return nil }
    let size = git_odb_object_size(found)
    guard size > 0, let content = git_odb_object_data(found) else { return [] }
    return Array(UnsafeRawBufferPointer(start: content, count: size))
  }
}
