/// The rules a path must meet before Hone writes it to an index or a work tree.
///
/// Source of the disguises of `.git`: git's `verify_path`, `is_hfs_dotgit` and `is_ntfs_dotgit` (path.c, utf8.c).
enum PathRules {
  /// What is wrong with the path, as the rest of a sentence that begins with it; `nil` when nothing is.
  static func fault(in bytes: [UInt8]) -> String? {
    if isPlain(bytes) { return nil }
    if bytes.isEmpty { return "is empty" }
    if bytes.count > RepositoryPath.maximumLength { return "is longer than 4095 bytes" }
    if bytes.contains(0) { return "holds a NUL byte" }
    if bytes[0] == UInt8(ascii: "/") { return "is absolute" }
    for component in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if component.isEmpty { return "has an empty component" }
      if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) { return "leaves its folder" }
      if isDotGit(component) { return "reaches into .git" }
    }
    return nil
  }

  /// Whether one look at each byte shows that the path keeps all rules, as almost every path does.
  ///
  /// A listing of a repository makes a path of each of its files.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, bytes.count <= RepositoryPath.maximumLength else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      var previous = UInt8(ascii: "/")
      for (index, byte) in bytes.enumerated() {
        // A dot or a slash after a slash, the letters of git, and all that is not printable ASCII, are looked at more closely.
        if byte < 0x20 || byte >= 0x7f { return false }
        if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
        if byte | 0x20 == UInt8(ascii: "t"), index >= 2, bytes[index - 1] | 0x20 == UInt8(ascii: "i"),
          bytes[index - 2] | 0x20 == UInt8(ascii: "g")
        {
          return false
        }
        previous = byte
      }
      return previous != UInt8(ascii: "/")
    }
  }

  /// Whether some file system would take `component` for `.git`.
  static func isDotGit(_ component: some Collection<UInt8>) -> Bool {
    isDotGitOnHFS(component) || isDotGitOnNTFS(component)
  }

  /// HFS+ folds case and drops these code points, so `.g\u{200c}it` names `.git` there.
  private static func isDotGitOnHFS(_ component: some Collection<UInt8>) -> Bool {
    let kept = String(decoding: component, as: UTF8.self).unicodeScalars.filter { !isIgnoredByHFS($0) }
    return String(String.UnicodeScalarView(kept)).lowercased() == ".git"
  }

  private static func isIgnoredByHFS(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200c...0x200f, 0x202a...0x202e, 0x206a...0x206f, 0xfeff: true
    default: false
    }
  }

  /// NTFS folds case, drops trailing dots and spaces, cuts at `:` (streams) and `\`, and knows `GIT~1` as a short name.
  private static func isDotGitOnNTFS(_ component: some Collection<UInt8>) -> Bool {
    let parts = component.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: true)
    for part in parts {
      var name = Array(part.prefix { $0 != UInt8(ascii: ":") })
      while let last = name.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") { name.removeLast() }
      let folded = String(decoding: name, as: UTF8.self).lowercased()
      if folded == ".git" || folded == "git~1" { return true }
    }
    return false
  }
}
