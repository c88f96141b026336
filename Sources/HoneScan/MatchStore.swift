internal import HoneCore
package import HoneGit
internal import HoneSyntax
package import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where matches are remembered from run to run: one file for each set of programs, in the user's cache folder.
///
/// Nothing depends on it: a file that is missing, broken or cannot be written costs only time.
package struct MatchStore: Sendable {
  /// The file, absolute; `nil` when nothing is to be remembered.
  package let path: String?

  /// Larger memories are not kept, in bytes.
  static let sizeLimit = 64 << 20
  /// What all memories may take together, in bytes; the oldest go first.
  private static let bound = 256 << 20

  /// The store of `programs`.
  ///
  /// What the matches depend on beside the files makes its name: the rules, the grammars and the limits.
  package init(
    programs: [ScanProgram], version: String, repository: Repository, directories: UserDirectories?
  ) {
    guard let directories else {
      path = nil
      return
    }
    var key = Array("\(version)\n".utf8)
    for program in programs {
      key += "\(program.language.name) \(program.grammar.version) \(program.grammar.kinds.count) ".utf8
      key += "\(program.identity.count)\n".utf8 + program.identity + [0x0a]
    }
    path = "\(directories.cache)/matches/\(repository.blobID(of: key).hex)"
  }

  /// A store that keeps nothing.
  package static let none = MatchStore()

  private init() { path = nil }

  /// Whether anything that is written is kept.
  package var keepsMatches: Bool { path != nil }

  /// What was remembered.
  package func read() -> MatchMemory {
    guard let path else { return MatchMemory() }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return MatchMemory() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0, Int(status.st_size) <= Self.sizeLimit else {
      return MatchMemory()
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = 0
      while count < buffer.count {
        let read = systemRead(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        guard read > 0 else { return }
        count += read
      }
    }
    return MatchMemory(bytes: bytes)
  }

  /// Remembers for the next run; the file is replaced as a whole.
  package func write(_ memory: MatchMemory) {
    guard let path else { return }
    let bytes = memory.bytes
    guard bytes.count <= Self.sizeLimit else { return }
    let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    CacheFolder.makeFolders(folder)
    var name = Array("\(path).XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return }
    let isWritten = (try? CompleteWrite.write(bytes, to: descriptor)) != nil
    close(descriptor)
    if !isWritten || rename(name, path) != 0 { unlink(name) }
    CacheFolder(folder, bound: Self.bound).prune()
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
