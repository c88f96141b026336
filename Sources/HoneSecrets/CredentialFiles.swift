internal import HoneText

/// Reads the files that hold credentials in columns or alone, where no name stands beside the value.
struct CredentialFiles {
  let text: SourceText
  let trust: FileTrust

  /// In the names of copies of `/etc/shadow`.
  private static let shadowCopy = LiteralFinder("etc-shadow")

  /// Calls `report` with what the file's own format says is a secret, until it returns `false`.
  func forEachSecret(_ report: (_ rule: String, _ title: String, _ range: Range<Int>) -> Bool) {
    switch trust.name {
    case ".pgpass", "pgpass.conf":
      forEachLine { line in
        column(4, of: line).map { report("pgpass", "password of PostgreSQL", $0) } ?? true
      }
    case ".git-credentials", ".gitcredentials":
      forEachLine { line in
        addressPassword(line).map { report("git-credentials", "password of a git remote", $0) } ?? true
      }
    case let name where name.hasSuffix("shadow") || Self.shadowCopy.occurs(in: Array(name.utf8)):
      forEachLine { line in
        // Two colons after the name: anybody may log in.
        guard text.has("root::", at: line.lowerBound), ByteSet.digits.contains(text[line.lowerBound + 6]) else {
          return true
        }
        return report("empty-password", "account without a password", line.lowerBound..<line.lowerBound + 6)
      }
    case "master.key", "credentials.key", "secret.key", "secret_token", ".vault_pass", ".vault-password":
      let end = text.end(of: .anyBase64, from: 0)
      if end >= 16, text.afterBlanks(end) >= text.count || text[end] == 0x0a || text[end] == 0x0d {
        _ = report("key-file", "key in a file of its own", 0..<end)
      }
    default: break
    }
  }

  /// Calls `body` with the lines until it returns `false`.
  private func forEachLine(_ body: (Range<Int>) -> Bool) {
    for line in text.lines() where text[line.lowerBound] != UInt8(ascii: "#") && line.count < 4096 {
      guard body(line) else { return }
    }
  }

  /// A column of a line whose columns are parted by colons, `\` escaping them.
  private func column(_ number: Int, of line: Range<Int>) -> Range<Int>? {
    var index = 0
    var start = line.lowerBound
    var offset = start
    while offset <= line.upperBound {
      if offset == line.upperBound || text[offset] == UInt8(ascii: ":") {
        if index == number { return start < offset ? start..<offset : nil }
        index += 1
        start = offset + 1
      } else if text[offset] == UInt8(ascii: "\\") {
        offset += 1
      }
      offset += 1
    }
    return nil
  }

  /// What stands between the first colon after the scheme and the last `@`.
  private func addressPassword(_ line: Range<Int>) -> Range<Int>? {
    let bytes = text.bytes[line]
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")),
      let scheme = bytes.firstIndex(of: UInt8(ascii: "/")), scheme + 2 < at,
      let colon = bytes[(scheme + 2)..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at
    else { return nil }
    return colon + 1..<at
  }
}
