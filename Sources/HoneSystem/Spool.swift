internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Bytes that are put away until they are needed again: the first few MiB in memory, the rest in a file without a name.
///
/// The file is gone when the process ends, however it ends.
package final class Spool: Sendable {
  /// Where some bytes are.
  fileprivate enum Place: Hashable, Sendable {
    case memory([UInt8])
    /// In the file, from this byte on.
    case file(offset: Int, count: Int)
  }

  /// Bytes that were put away; they can be read as long as this value is there.
  package struct Item: Hashable, Sendable {
    fileprivate let spool: Spool
    fileprivate let place: Place

    /// How many bytes there are.
    package var count: Int {
      switch place {
      case .memory(let bytes): bytes.count
      case .file(_, let count): count
      }
    }

    /// Reads the bytes.
    /// - Throws: `SystemError` when the file cannot be read.
    package func bytes() throws(SystemError) -> [UInt8] {
      switch place {
      case .memory(let bytes): bytes
      case .file(let offset, let count): try spool.read(count, at: offset)
      }
    }
  }

  private struct State {
    var memory = 0
    /// `nil` before anything went to the file.
    var file: Int32?
    /// The length of the file.
    var end = 0
  }

  private let folders: [String]
  private let memoryLimit: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - folders: where the file is made, in the first that takes one; the system's folder for such files after them.
  ///   - memoryLimit: how many bytes stay in memory.
  package init(folders: [String], memoryLimit: Int = 8 << 20) {
    self.folders = folders + [Environment.current["TMPDIR"] ?? "/tmp"]
    self.memoryLimit = memoryLimit
  }

  deinit {
    if let file = state.withLock({ $0.file }) { close(file) }
  }

  /// Puts bytes away; may be called by several threads at a time.
  /// - Throws: `SystemError` when there is no room for them.
  package func put(_ bytes: [UInt8]) throws(SystemError) -> Item {
    let place = try state.withLock { (state: inout State) throws(SystemError) -> Place in
      if state.memory + bytes.count <= memoryLimit {
        state.memory += bytes.count
        return .memory(bytes)
      }
      if state.file == nil { state.file = try Self.makeFile(in: folders) }
      guard let file = state.file else { return .memory(bytes) }
      let offset = state.end
      try Self.write(bytes, to: file, at: offset)
      state.end += bytes.count
      return .file(offset: offset, count: bytes.count)
    }
    return Item(spool: self, place: place)
  }

  // MARK: The file

  private static func makeFile(in folders: [String]) throws(SystemError) -> Int32 {
    for folder in folders {
      var name = Array("\(folder)/hone-spool-XXXXXX".utf8CString)
      let file = mkstemp(&name)
      guard file >= 0 else { continue }
      unlink(name)
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
      return file
    }
    throw SystemError("make a temporary file")
  }

  private static func write(_ bytes: [UInt8], to file: Int32, at offset: Int) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(file, $0.baseAddress.map { $0 + done }, $0.count - done, off_t(offset + done))
      }
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw SystemError("write a temporary file", code: count == 0 ? EIO : errno)
      }
    }
  }

  private func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    guard let file = state.withLock({ $0.file }) else { return [] }
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      done = 0
      while done < count {
        let read = pread(file, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
        if read > 0 {
          done += read
        } else if read == 0 || errno != EINTR {
          code = read == 0 ? EIO : errno
          return
        }
      }
    }
    if code != 0 { throw SystemError("read a temporary file", code: code) }
    return bytes
  }
}

extension Spool: Hashable {
  package static func == (left: Spool, right: Spool) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
