#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
package import HoneCore

extension Repository {
  /// The path inside the repository that a user's argument means.
  ///
  /// Arguments are relative to the folder in which the user stands; `.` and `..` are worked out by their text, as git
  /// does, and an absolute path must lie in the work tree.
  /// - Returns: `nil` when the argument means the whole work tree.
  /// - Throws: `outsideRepository` when it leaves the work tree; `unsafePath` when it may not be written.
  package func path(forArgument argument: [UInt8]) throws(Refusal) -> RepositoryPath? {
    let slash = UInt8(ascii: "/")
    var components: [ArraySlice<UInt8>]
    if argument.first == slash {
      guard let inside = remainder(of: argument) else { throw Self.outside(argument) }
      components = inside
    } else {
      components = prefix.split(separator: slash) + argument.split(separator: slash)
    }
    var kept: [ArraySlice<UInt8>] = []
    for component in components where !component.elementsEqual(".".utf8) {
      guard component.elementsEqual("..".utf8) else { kept.append(component); continue }
      guard kept.popLast() != nil else { throw Self.outside(argument) }
    }
    guard !kept.isEmpty else { return nil }
    return try RepositoryPath(bytes: kept.joined(separator: [slash]))
  }

  /// The command that puts a file into the index from the folder in which the user stands.
  package func addCommand(for path: RepositoryPath) -> String {
    let isBelow = path.bytes.starts(with: prefix)
    // `:/` begins at the top (gitglossary, pathspec).
    let name = isBelow ? String(decoding: path.bytes.dropFirst(prefix.count), as: UTF8.self) : ":/\(path)"
    return "git add \(name.hasPrefix("-") ? "-- " : "")\(ShellWord.typed(name))"
  }

  /// The components of an absolute path below the work tree; `nil` when it is not below it.
  private func remainder(of absolute: [UInt8]) -> [ArraySlice<UInt8>]? {
    let slash = UInt8(ascii: "/")
    let path = absolute.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
    let top = workTree.split(separator: slash)
    if path.starts(with: top, by: { $0.elementsEqual($1) }) { return Array(path.dropFirst(top.count)) }
    // The user may have come through a link, for example /tmp for /private/tmp: try the longest parent that exists.
    for count in stride(from: path.count, through: 1, by: -1) {
      let parent = [slash] + Array(path.prefix(count).joined(separator: [slash]))
      guard let real = Self.realPath(parent) else { continue }
      let whole = real.split(separator: slash) + path.dropFirst(count)
      guard whole.starts(with: top, by: { $0.elementsEqual($1) }) else { return nil }
      return Array(whole.dropFirst(top.count)).map { Array($0)[...] }
    }
    return nil
  }

  private static func realPath(_ path: [UInt8]) -> [UInt8]? {
    path.withCString { name in
      guard let real = realpath(name, nil) else { return nil }
      defer { free(real) }
      return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
  }

  private static func outside(_ argument: [UInt8]) -> Refusal {
    Refusal(
      .outsideRepository, "\(String(decoding: argument, as: UTF8.self)) is outside the repository",
      remedy: "name a path in the work tree")
  }
}
