#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A folder of recipe files, read with plain calls: start-up counts here.
struct RecipeFolder {
  /// How deep folders are searched.
  private static let depthLimit = 8
  /// The largest recipe that is read, in bytes.
  static let sizeLimit = 1 << 20

  /// The absolute path.
  let path: String

  /// The paths of recipe files below the folder, relative to it, sorted; hidden ones, links and the format's own
  /// documents are left out.
  func files() -> [String] { stampedFiles().map(\.file) }

  /// A recipe file, and what tells it from what it was before.
  struct StampedFile {
    var file: String
    var stamp: FileStamp
  }

  /// The same with what tells each from what it was before.
  func stampedFiles() -> [StampedFile] {
    var files: [StampedFile] = []
    collect("", depth: 0, into: &files)
    files.sort { $0.file < $1.file }
    return files
  }

  private func collect(_ relative: String, depth: Int, into files: inout [StampedFile]) {
    guard depth < Self.depthLimit, let stream = opendir(path + "/" + relative) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { String(decodingCString: $0, as: UTF8.self) }
      }
      guard !name.hasPrefix("."), name != "README.md" else { continue }
      let below = relative.isEmpty ? name : relative + "/" + name
      var status = stat()
      // From the open folder the system need not walk the whole path for each file.
      guard fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: collect(below, depth: depth + 1, into: &files)
      case S_IFREG: if Self.isRecipe(name) { files.append(StampedFile(file: below, stamp: FileStamp(status))) }
      default: continue
      }
    }
  }

  /// Whether a file name is that of a recipe.
  static func isRecipe(_ name: String) -> Bool { name.hasSuffix(".md") || isRuleFile(name) }

  /// Whether a file name is that of a rule file.
  static func isRuleFile(_ name: String) -> Bool { name.hasSuffix(".yml") || name.hasSuffix(".yaml") }

  /// The file's path without what shows its format.
  static func name(of file: String) -> String {
    for end in [".md", ".yml", ".yaml"] where file.hasSuffix(end) { return String(file.dropLast(end.count)) }
    return file
  }

  /// Whether there is a regular file.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The contents of a file.
  /// - Throws: `RecipeError` when it cannot be read or is larger than any recipe.
  static func read(_ path: String) throws(RecipeError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw RecipeError(
        file: path, line: 0, "the recipe cannot be read: \(String(cString: strerror(errno)))", remedy: "check the path")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count <= sizeLimit {
      let count = readSome(descriptor, into: &buffer)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if count == 0 { return bytes }
        throw RecipeError(
          file: path, line: 0, "the recipe cannot be read: \(String(cString: strerror(errno)))",
          remedy: "check the file")
      }
      bytes += buffer[..<count]
    }
    throw RecipeError(file: path, line: 0, "the file is larger than any recipe", remedy: "check that it is one")
  }

  /// One call of the system's `read`.
  private static func readSome(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { bytes in
      #if canImport(Glibc)
        Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      #else
        Darwin.read(descriptor, bytes.baseAddress, bytes.count)
      #endif
    }
  }
}
