internal import HoneCore
internal import HoneText

/// Files that a merge, an editor or a desktop leaves behind, told by their names.
struct StrayFileCheck: Check {
  static let rule = RuleDescription(
    "leftover/stray-file", .warning, "a file that a merge, an editor or a desktop left behind", scope: .newInFile)

  /// git mergetool: name_BACKUP_1234.txt and its sisters.
  private static let mergeMarks = ["_BACKUP_", "_BASE_", "_LOCAL_", "_REMOTE_"].map { LiteralFinder($0) }

  var rules: [RuleDescription] { [Self.rule] }

  /// Whether a name says that a merge, an editor or a desktop left the file behind.
  static func isStray(_ path: RepositoryPath) -> Bool { origin(of: String(decoding: path.name, as: UTF8.self)) != nil }

  func findings(in file: CheckedFile) -> [Finding] {
    guard let origin = Self.origin(of: String(decoding: file.path.name, as: UTF8.self)) else { return [] }
    return [
      file.finding(
        Self.rule, at: 0..<0, "\(origin) left this file behind; git rm --cached it and put its name into .gitignore")
    ]
  }

  private static func origin(of name: String) -> String? {
    if [".DS_Store", "Thumbs.db", "desktop.ini", "ehthumbs.db"].contains(name) { return "the desktop" }
    if name.hasSuffix(".orig") || name.hasSuffix(".rej") { return "a merge or patch" }
    let bytes = Array(name.utf8)
    for word in mergeMarks {
      guard let place = bytes.offsets(of: word).first else { continue }
      let number = bytes[(place + word.literal.count)...].prefix { (0x30...0x39).contains($0) }
      if number.count >= 2 { return "git mergetool" }
    }
    let isSwap = name.hasPrefix(".") && [".swp", ".swo", ".swn"].contains { name.hasSuffix($0) }
    if isSwap || name.hasSuffix("~") || name.hasPrefix(".#") { return "an editor" }
    if name.count > 2, name.hasPrefix("#"), name.hasSuffix("#") { return "an editor" }
    return nil
  }
}
