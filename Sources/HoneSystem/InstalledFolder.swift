#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where the files that belong to the running program lie: beside an installed program, or in its checkout.
package enum InstalledFolder {
  /// The absolute path of the running program with links followed, or `nil` when the system does not tell.
  package static let executable: String? = {
    #if canImport(Glibc)
      let name = "/proc/self/exe"
    #else
      var buffer = [CChar](repeating: 0, count: 4096)
      var size = UInt32(buffer.count)
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      let name = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    #endif
    guard let path = realpath(name, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }()

  /// The folders that may hold a part of the program, the likeliest first; none is looked at.
  ///
  /// A program in `<prefix>/bin` or `<prefix>/libexec/hone` has its parts in `<prefix>/<installed>`, and one that a
  /// checkout has built, below `<checkout>/.build`, in `<checkout>/<built>`.
  /// - Parameters:
  ///   - installed: the part's folder below the prefix, such as `lib/hone/grammars`.
  ///   - built: its folder below the root of a checkout, such as `.build/grammars`.
  ///   - executable: the absolute path of the program.
  package static func candidates(
    installed: String, built: String, executable: String? = Self.executable
  ) -> [String] {
    guard let executable, executable.hasPrefix("/") else { return [] }
    let bytes = Array(executable.utf8)
    let slash = UInt8(ascii: "/")
    /// The slashes before the program and before the folders above it, the last one first.
    let slashes = bytes.indices.reversed().filter { bytes[$0] == slash }
    func path(_ slash: Int, _ end: String) -> String { String(decoding: bytes[...slash], as: UTF8.self) + end }
    func isFolder(_ place: Int, _ name: StaticString) -> Bool {
      guard place + 1 < slashes.count else { return false }
      return name.withUTF8Buffer { $0.elementsEqual(bytes[(slashes[place + 1] + 1)..<slashes[place]]) }
    }
    for place in slashes.indices where isFolder(place, ".build") { return [path(slashes[place + 1], built)] }
    if isFolder(0, "hone"), isFolder(1, "libexec") { return [path(slashes[2], installed)] }
    return [path(slashes.count > 1 ? slashes[1] : 0, installed)]
  }
}
