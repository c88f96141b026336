/// Files and folders that were named, to tell of thousands of paths whether they are among them.
package struct NamedScope: Sendable {
  private let names: Set<ArraySlice<UInt8>>

  package init(_ paths: [RepositoryPath]) { names = Set(paths.map { $0.bytes[...] }) }

  /// Whether a path, or a folder that it lies in, was named.
  package func contains(_ path: RepositoryPath) -> Bool {
    if names.contains(path.bytes[...]) { return true }
    return path.bytes.indices.contains { index in
      path.bytes[index] == UInt8(ascii: "/") && names.contains(path.bytes[..<index])
    }
  }
}
