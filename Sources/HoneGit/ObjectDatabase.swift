internal import Clibgit2
internal import HoneCore

/// libgit2's object database: objects as they are stored, of those that are here.
struct ObjectDatabase: ~Copyable {
  private let handle: Handle

  /// The objects of an open repository.
  init(of repository: OpaquePointer) throws(Refusal) {
    handle = try Handle("open the objects", release: git_odb_free) { git_repository_odb(&$0, repository) }
  }

  /// The objects in a folder, for threads that have no repository.
  init(folder: [UInt8]) throws(Refusal) {
    handle = try Handle("open the objects", release: git_odb_free) { made in
      folder.withCString { git_odb_open(&made, $0) }
    }
  }

  /// Adds the objects in further folders; one that is not there holds none, and git says nothing about it either.
  func add(_ folders: some Sequence<[UInt8]>) {
    for folder in folders { _ = folder.withCString { git_odb_add_disk_alternate(handle.pointer, $0) } }
  }

  /// The size in bytes and the type of an object, without reading it; `nil` when it is not here.
  func header(of id: ObjectID) -> (size: Int, type: git_object_t)? {
    var raw = id.raw
    var size = 0
    var type = GIT_OBJECT_ANY
    return git_odb_read_header(&size, &type, handle.pointer, &raw) == 0 ? (size, type) : nil
  }

  /// The content of an object; `nil` when it is not here, or of another type.
  func content(of id: ObjectID, type: git_object_t) -> [UInt8]? {
    var raw = id.raw
    var found: OpaquePointer?
    guard git_odb_read(&found, handle.pointer, &raw) == 0, let found else { return nil }
    defer { git_odb_object_free(found) }
    guard git_odb_object_type(found) == type else { return nil }
    let size = git_odb_object_size(found)
    guard size > 0, let data = git_odb_object_data(found) else { return [] }
    return Array(UnsafeRawBufferPointer(start: data, count: size))
  }
}
