package import HoneCore

/// Paths that differ only in the case of letters: on macOS and Windows one of them hides the other.
package struct CaseClashCheck {
  package static let rule = RuleDescription(
    "leftover/case-clash", .warning, "two paths differ only in the case of letters", scope: .newInFile)

  /// The names in each folder, by their form without case.
  private var folders: [[UInt8]: [[UInt8]: Set<[UInt8]>]] = [:]

  package init() {}

  /// Adds the names of a folder.
  /// - Parameter folder: without a final slash; empty for the top.
  package mutating func insert(_ names: some Sequence<[UInt8]>, inFolder folder: [UInt8]) {
    for name in names { folders[folder, default: [:]][Self.folded(name), default: []].insert(name) }
  }

  /// Adds a path with all its folders.
  package mutating func insert(_ path: RepositoryPath) {
    for (folder, name) in Self.steps(of: path) { insert([name], inFolder: folder) }
  }

  /// Takes a file away.
  package mutating func remove(_ path: RepositoryPath) {
    let folder = Array(path.parent)
    _ = folders[folder]?[Self.folded(Array(path.name))]?.remove(Array(path.name))
  }

  /// The folders that a path lies in, outermost first, each with the name in it that leads on to the path.
  package static func steps(of path: RepositoryPath) -> [(folder: [UInt8], name: [UInt8])] {
    var steps: [(folder: [UInt8], name: [UInt8])] = []
    var folder: [UInt8] = []
    for component in path.components {
      steps.append((folder, Array(component)))
      folder += (folder.isEmpty ? [] : [UInt8(ascii: "/")]) + component
    }
    return steps
  }

  /// What is wrong with `path`, beside the names that were added; `nil` when nothing is.
  package func finding(for path: RepositoryPath) -> Finding? {
    for (folder, name) in Self.steps(of: path) {
      let same = folders[folder]?[Self.folded(name)] ?? []
      guard let twin = same.filter({ $0 != name }).min(by: { $0.lexicographicallyPrecedes($1) }) else { continue }
      let place = folder.isEmpty ? "" : String(decoding: folder, as: UTF8.self) + "/"
      let message =
        "\(place)\(String(decoding: twin, as: UTF8.self)) differs only in case, so that macOS and Windows can have only one "
        + "of them; rename one"
      return Finding(rule: Self.rule.id, path: path, severity: Self.rule.severity, message: message)
    }
    return nil
  }

  /// Names that are not UTF-8 have letters in no encoding that anybody knows; they are compared as they are.
  private static func folded(_ name: [UInt8]) -> [UInt8] {
    String(validating: name, as: UTF8.self).map { Array($0.lowercased().utf8) } ?? name
  }
}
