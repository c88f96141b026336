/// A release of git, as `git version` prints it.
package struct GitVersion: Hashable, Sendable, Comparable {
  package let major: Int
  package let minor: Int

  /// The oldest git that Hone works with: the only one whose behaviour in hooks, sparse and split indexes was measured.
  package static let minimum = GitVersion(major: 2, minor: 39)

  package init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `git version 2.39.5`, with anything after the second number; `nil` when the text has another form.
  package init?(_ text: String) {
    guard let word = text.split(whereSeparator: { $0.isWhitespace }).dropFirst(2).first else { return nil }
    let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else { return nil }
    self.init(major: major, minor: minor)
  }

  package static func < (left: GitVersion, right: GitVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}

extension GitVersion: CustomStringConvertible {
  package var description: String { "\(major).\(minor)" }
}
