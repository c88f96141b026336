package import HoneCore
package import HoneSystem

/// The bytes of a file, at hand or put away until they are needed.
package enum FileContents: Hashable, Sendable {
  case bytes([UInt8])
  case spooled(Spool.Item)
  /// What the repository holds as this blob.
  case blob(ObjectID)
}

extension Repository {
  /// The bytes of `contents`.
  /// - Parameter limit: how large a blob may be, in bytes.
  /// - Throws: `missingObject` or `notText` for a blob, as `blob(_:limit:)`; `writeFailed` when what was put away is gone.
  package func bytes(of contents: FileContents, limit: Int = TextLimit.bytes) throws(Refusal) -> [UInt8] {
    switch contents {
    case .bytes(let bytes): return bytes
    case .blob(let id): return try blob(id, limit: limit)
    case .spooled(let item):
      do throws(SystemError) { return try item.bytes() } catch {
        throw Refusal(.writeFailed, "what was proposed cannot be read back: \(error)", remedy: "run again")
      }
    }
  }
}
