#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import Clibgit2
internal import HoneCore

/// The one door to libgit2's global state and to its errors.
///
/// libgit2 keeps its last error in thread-local storage, so `check` reads it in the same synchronous call that failed.
enum LibGit2 {
  /// `GIT_ENOTFOUND`.
  static let notFound: Int32 = -3
  /// `GIT_EOWNER`.
  static let foreignOwner: Int32 = -36

  /// Starts the library once a process.
  ///
  /// Two extensions of the repository format are claimed although libgit2 1.5 does not know them, because Hone reads
  /// configuration, the index and missing objects through git: `worktreeconfig` and `partialclone`. `objectformat` and
  /// `refstorage` are never claimed: libgit2 1.5 would misread such repositories.
  static let isReady: Bool = {
    guard git_libgit2_init() > 0 else { return false }
    return "worktreeconfig".withCString { worktree in
      "partialclone".withCString { partial in
        "relativeworktrees".withCString { relative in
          var names: [UnsafePointer<CChar>?] = [worktree, partial, relative]
          return hone_git_set_extensions(&names, names.count) == 0
        }
      }
    }
  }()

  /// Turns a negative return code into a refusal that carries libgit2's own words.
  static func check(_ code: Int32, _ operation: @autoclosure () -> String) throws(Refusal) {
    guard code < 0 else { return }
    throw refusal(code, operation())
  }

  /// The refusal for a return code, with libgit2's own words.
  static func refusal(_ code: Int32, _ operation: String) -> Refusal {
    let words = lastMessage
    let kind: Refusal.Code = code == notFound ? .missingObject : .gitFailed
    return Refusal(
      kind, "\(operation) failed: \(words.isEmpty ? "libgit2 error \(code)" : words)",
      remedy: "check the repository with git fsck")
  }

  /// The bytes of a text that ends with a NUL, as they are: git's texts need not be UTF-8.
  static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// What libgit2 says about the last failure of this thread; empty when it says nothing.
  static var lastMessage: String {
    guard let error = git_error_last(), let text = error.pointee.message else { return "" }
    return String(cString: text)
  }
}

extension ObjectID {
  /// The same id in libgit2's form.
  var raw: git_oid {
    var raw = git_oid()
    let bytes = self.bytes
    _ = bytes.withUnsafeBufferPointer { git_oid_fromraw(&raw, $0.baseAddress) }
    return raw
  }

  /// Copies an id out of libgit2.
  init(_ raw: git_oid) {
    let bytes = withUnsafeBytes(of: raw) { Array($0.prefix(20)) }
    self = ObjectID(bytes: bytes) ?? .zero
  }
}
