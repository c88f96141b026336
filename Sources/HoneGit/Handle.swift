internal import HoneCore

/// The owner of one libgit2 object: it is released exactly once, when the owner goes away.
struct Handle: ~Copyable {
  /// The object; valid as long as the owner lives.
  let pointer: OpaquePointer
  private let release: @convention(c) (OpaquePointer?) -> Void

  /// Takes over the object that `body` makes.
  /// - Parameters:
  ///   - operation: what is being done, for the message of a failure.
  ///   - release: libgit2's own function for freeing this kind of object.
  ///   - body: the call that makes the object and returns libgit2's code.
  /// - Throws: `gitFailed` or `missingObject` with libgit2's words.
  init(
    _ operation: String, release: @escaping @convention(c) (OpaquePointer?) -> Void,
    _ body: (inout OpaquePointer?) -> Int32
  ) throws(Refusal) {
    var made: OpaquePointer?
    try LibGit2.check(body(&made), operation)
    guard let made else { throw Refusal(.gitFailed, "\(operation) gave nothing") }
    pointer = made
    self.release = release
  }

  deinit {
    release(pointer)
  }
}
