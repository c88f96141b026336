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
    guard let executable else { return [] }
    let folders = executable.split(separator: "/").dropLast()
    func path(_ parts: some Sequence<Substring>, _ end: String) -> String {
      parts.reduce("") { $0 + "/" + $1 } + "/" + end
    }
    if let build = folders.lastIndex(of: ".build") { return [path(folders[..<build], built)] }
    if folders.suffix(2) == ["libexec", "hone"] { return [path(folders.dropLast(2), installed)] }
    return [path(folders.dropLast(), installed)]
  }
}
