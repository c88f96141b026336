package import HoneCore

/// Symbolic links that lead out of the repository, or to nothing in it.
package enum BrokenLinkCheck {
  package static let rule = RuleDescription(
    "leftover/broken-link", .warning, "a symbolic link leads to nothing in the repository", scope: .newInFile)

  /// What is wrong with a link.
  /// - Parameters:
  ///   - target: what the link says, as bytes.
  ///   - exists: whether a path is a file, a folder, a link or a submodule of what is being committed.
  /// - Throws: whatever `exists` throws.
  package static func finding(
    for link: RepositoryPath, target: [UInt8], exists: (RepositoryPath) throws(Refusal) -> Bool
  ) throws(Refusal) -> Finding? {
    let shown = Printable.text(SecretMask.covering(target))
    guard let path = resolve(target, from: link) else {
      return finding(link, "the link leads to \(shown), which is outside of the repository; make it relative, inside")
    }
    guard !path.isEmpty else { return nil }
    // A part of the way may be a link or a submodule itself; what is behind it is not looked at.
    for count in 1...path.count {
      guard let part = try? RepositoryPath(bytes: path.prefix(count).joined(separator: [UInt8(ascii: "/")])) else {
        return finding(link, "the link leads to \(shown), which no path can be; mend it or delete it")
      }
      if try !exists(part) {
        return finding(link, "the link leads to \(shown), which is not there; add that, or delete the link")
      }
    }
    return nil
  }

  /// What is wrong with a link that says more than a path can hold.
  /// - Parameter size: how much it says, in bytes.
  package static func finding(for link: RepositoryPath, size: Int) -> Finding {
    finding(link, "what the link says is \(size) bytes long, which no path can be; mend it or delete it")
  }

  private static func finding(_ link: RepositoryPath, _ message: String) -> Finding {
    Finding(rule: rule.id, path: link, severity: rule.severity, message: message)
  }

  /// The components that a target means; `nil` when it leaves the repository.
  private static func resolve(_ target: [UInt8], from link: RepositoryPath) -> [ArraySlice<UInt8>]? {
    guard target.first != UInt8(ascii: "/"), !target.isEmpty else { return nil }
    var components = Array(link.components.dropLast())
    for part in target.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) {
        guard components.popLast() != nil else { return nil }
      } else {
        components.append(part)
      }
    }
    return components
  }
}
