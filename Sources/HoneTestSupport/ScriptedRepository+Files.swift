#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
import HoneSystem

extension ScriptedRepository {
  /// Writes a file of the work tree, making the folders above it.
  package func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
    let target = absolute(name)
    var folder = ""
    for component in target.split(separator: "/").dropLast() {
      folder += "/\(component)"
      _ = mkdir(folder, 0o755)
    }
    let number = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
    guard number >= 0 else { throw SystemError("write \(name)") }
    defer { close(number) }
    _ = fchmod(number, mode_t(mode))
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { systemWrite(number, $0.baseAddress, $0.count) }
      guard count > 0 else { throw SystemError("write \(name)") }
      sent += count
    }
  }

  /// Writes text.
  package func write(_ name: String, _ text: String, mode: UInt32 = 0o644) throws {
    try write(name, Array(text.utf8), mode: mode)
  }

  /// The bytes of a file of the work tree; `nil` when there is none.
  package func bytes(_ name: String) -> [UInt8]? {
    let number = open(absolute(name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { return nil }
    defer { close(number) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead(number, $0.baseAddress, $0.count) }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += chunk[..<count]
    }
  }

  /// The text of a file of the work tree; `nil` when there is none.
  package func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The permission bits of a file; `nil` when there is none.
  package func permissions(_ name: String) -> UInt32? {
    var raw = stat()
    return lstat(absolute(name), &raw) == 0 ? UInt32(raw.st_mode) & 0o7777 : nil
  }

  /// Whether anything, a dangling link included, has that name.
  package func exists(_ name: String) -> Bool { permissions(name) != nil }

  package func remove(_ name: String) throws {
    guard unlink(absolute(name)) == 0 else { throw SystemError("remove \(name)") }
  }

  /// Makes a symbolic link.
  package func link(_ name: String, to target: String) throws {
    guard symlink(target, absolute(name)) == 0 else { throw SystemError("link \(name)") }
  }

  /// The names in a folder of the work tree, sorted, without `.` and `..`.
  package func names(in folder: String) -> [String] {
    guard let stream = opendir(absolute(folder)) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// The same name below the work tree; absolute names stay.
  private func absolute(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
