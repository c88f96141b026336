#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder of files that can all be made again: what is missing, broken or cannot be written costs only time.
///
/// Files are replaced as a whole, only their owner can read them, and when they outgrow the folder's bound those that were not
/// used for longest go.
package struct CacheFolder: Sendable {
  /// Absolute, without a slash at its end.
  package let path: String
  /// How many bytes all files may have together.
  package let bound: Int
  /// Larger files are neither read nor written, in bytes.
  package let fileLimit: Int

  package init(_ path: String, bound: Int, fileLimit: Int = 64 << 20) {
    self.path = path
    self.bound = bound
    self.fileLimit = fileLimit
  }

  /// The bytes of a file, which counts as used now; `nil` when there is none.
  package func read(_ name: String) -> [UInt8]? {
    let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) <= fileLimit else { return nil }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = 0
      while count < buffer.count {
        let got = Self.systemRead(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        guard got > 0 else {
          isWhole = false
          return
        }
        count += got
      }
    }
    futimens(descriptor, nil)
    return isWhole ? bytes : nil
  }

  /// Writes a file, and makes room for it.
  package func write(_ bytes: [UInt8], to name: String) {
    guard bytes.count <= min(fileLimit, bound) else { return }
    Self.makeFolders(path)
    var template = Array("\(path)/.\(name).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return }
    let isWritten = (try? CompleteWrite.write(bytes, to: descriptor)) != nil
    close(descriptor)
    if !isWritten || rename(template, "\(path)/\(name)") != 0 { unlink(template) }
  }

  /// Removes files until the rest is within the bound, those first that were not used for longest.
  package func prune() {
    var files = files()
    var size = files.reduce(0) { $0 + $1.size }
    guard size > bound else { return }
    files.sort { $0.used < $1.used }
    for file in files where size > bound {
      unlink("\(path)/\(file.name)")
      size -= file.size
    }
  }

  private struct File {
    var name: String
    var size: Int
    var used: WallTime
  }

  private func files() -> [File] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var files: [File] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      files.append(File(name: name, size: Int(status.st_size), used: WallTime(modified: status)))
    }
    return files
  }

  /// Makes a folder and those above it, readable by the user alone.
  package static func makeFolders(_ path: String) {
    var folder = ""
    for part in path.split(separator: "/") {
      folder += "/" + part
      mkdir(folder, 0o700)
    }
  }

  private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer, count)
    #else
      Darwin.read(descriptor, buffer, count)
    #endif
  }
}
