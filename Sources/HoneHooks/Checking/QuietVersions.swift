#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// Remembers in which versions of files there was nothing to tell, so that they need not be read again.
///
/// A table of a fixed size in the user's cache folder, read and written in place: in a hook, which asks for a handful of
/// versions, a memory that is loaded as a whole would cost more than it saves. An entry is a digest of everything that the
/// findings depend on and the size of the file; what was found is not kept, so that no secret gets there. Nothing depends
/// on the table: what is missing, broken or overwritten by another entry is checked again.
struct QuietVersions {
  /// The bytes of an entry: 20 of the digest, 4 unused, 8 of the size.
  ///
  /// With a power of two no entry lies across two pages.
  private static let entrySize = 32
  /// How many entries are tried for one digest.
  private static let bucket = 4
  /// How many buckets there are; with them the file has 8 MiB, of which only what was written takes room on disk.
  private static let buckets = 1 << 16

  private let descriptor: Descriptor

  /// Closes the file with the last copy.
  private final class Descriptor {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }
  }

  /// Opens the table, or makes it; `nil` when that cannot be done, or nothing is to be remembered.
  /// - Parameter folder: the user's cache folder, an absolute path.
  init?(folder: String) {
    let path = "\(folder)/quiet-versions"
    var number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if number < 0 {
      CacheFolder.makeFolders(folder)
      number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }
    guard number >= 0 else { return nil }
    descriptor = Descriptor(number)
    var status = stat()
    let size = Self.buckets * Self.bucket * Self.entrySize
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    // A table of another size is of no use, and one that is cut off has nothing behind its end.
    if Int(status.st_size) != size, ftruncate(number, 0) != 0 || ftruncate(number, off_t(size)) != 0 { return nil }
  }

  /// The size of a version in which there was nothing to tell; `nil` when that is not known.
  /// - Parameter digest: 20 bytes.
  func size(of digest: [UInt8]) -> Int? {
    let entries = read(Self.offset(of: digest))
    for start in stride(from: 0, to: entries.count, by: Self.entrySize)
    where entries[start..<(start + 20)].elementsEqual(digest) {
      let size = entries[(start + 24)..<(start + 32)].reduce(0) { $0 << 8 | UInt64($1) }
      return Int(exactly: size)
    }
    return nil
  }

  /// Remembers that there was nothing to tell.
  func insert(_ digest: [UInt8], size: Int) {
    let offset = Self.offset(of: digest)
    let entries = read(offset)
    guard entries.count == Self.bucket * Self.entrySize else { return }
    let starts = stride(from: 0, to: entries.count, by: Self.entrySize)
    // In a full bucket any entry may go; the digest picks one.
    let free = starts.first { start in entries[start..<(start + 20)].allSatisfy { $0 == 0 } }
    let start = free ?? Int(digest[19] & 3) * Self.entrySize
    let entry = digest + [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
    _ = entry.withUnsafeBytes { pwrite(descriptor.number, $0.baseAddress, $0.count, off_t(offset + start)) }
  }

  private func read(_ offset: Int) -> [UInt8] {
    let length = Self.bucket * Self.entrySize
    return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      let got = pread(descriptor.number, buffer.baseAddress, length, off_t(offset))
      count = got == length ? length : 0
    }
  }

  private static func offset(of digest: [UInt8]) -> Int {
    (Int(digest[0]) << 8 | Int(digest[1])) % buckets * bucket * entrySize
  }
}
