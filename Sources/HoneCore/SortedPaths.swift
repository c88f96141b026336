/// Paths in the order of their bytes, in which those of a folder stand together.
package struct SortedPaths: Sendable {
  private let paths: [RepositoryPath]

  package init(_ paths: [RepositoryPath]) {
    self.paths = paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Whether one of the paths is `path`, or lies in the folder of that name.
  package func holdsAny(in path: RepositoryPath) -> Bool {
    if first(notBefore: path.bytes)?.bytes == path.bytes { return true }
    // Names such as `folder-x` stand between a folder's own name and what lies in it.
    let folder = path.bytes + [UInt8(ascii: "/")]
    return first(notBefore: folder)?.bytes.starts(with: folder) ?? false
  }

  private func first(notBefore bytes: [UInt8]) -> RepositoryPath? {
    var (low, high) = (0, paths.count)
    while low < high {
      let middle = (low + high) / 2
      if paths[middle].bytes.lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
    }
    return low < paths.count ? paths[low] : nil
  }
}
