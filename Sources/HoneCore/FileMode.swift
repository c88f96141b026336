/// The mode of a tree or index entry, as git stores it (octal in its text form).
package struct FileMode: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Reads the octal form that git prints (`100644`); `nil` when it is no octal number.
  package init?(octal: some StringProtocol) {
    guard let value = UInt32(octal, radix: 8) else { return nil }
    self.init(rawValue: value)
  }

  /// No entry: the missing side of a created or deleted file.
  package static let absent = FileMode(rawValue: 0)
  package static let regular = FileMode(rawValue: 0o100644)
  package static let executable = FileMode(rawValue: 0o100755)
  package static let symbolicLink = FileMode(rawValue: 0o120000)
  package static let submodule = FileMode(rawValue: 0o160000)
  /// A directory entry of a tree or of a sparse index.
  package static let directory = FileMode(rawValue: 0o040000)

  /// Whether the entry is a file whose bytes Hone may edit.
  package var isRegularFile: Bool { rawValue & 0o170000 == 0o100000 }

  /// What such an entry is, for messages.
  package var noun: String {
    switch self {
    case .symbolicLink: "a symbolic link"
    case .submodule: "a submodule"
    case .directory: "a folder"
    default: "a file"
    }
  }

  /// The six octal digits that git prints.
  package var octal: String {
    let digits = String(rawValue, radix: 8)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
