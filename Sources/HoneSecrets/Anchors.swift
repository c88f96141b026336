internal import HoneText

/// The literals that a text is searched for, and what to look at where one stands.
///
/// Everything but the few files of `CredentialFiles` is found from a literal: that is what makes detection as fast as a
/// search for literals. The table is read once in a process, on first use.
struct Anchors: Sendable {
  /// What to look at where a literal stands.
  enum Anchor: UInt8, Sendable {
    case token
    case service
    case name
    case privateKey
    case puttyKey
    case address
    case webToken
    case hash
    case bearer
    case sshPassword
    case login
    case pair
    case sudo
    case serviceAccount
    case command
    case basic
    case encodedKey
    case kubernetes
    case dataSource
  }

  /// A literal's anchor, without references, as one is read for every occurrence.
  struct Row: Sendable {
    let anchor: Anchor
    /// Whether the byte before must not belong to a word.
    let startsWord: Bool
    /// The first and the last of the bytes that are searched for, as the kind of token has them; the search does not tell
    /// cases apart.
    let first: UInt8
    let last: UInt8
    /// The place of the kind of token or service in its table.
    let index: UInt16
    /// How many bytes are searched for.
    let length: UInt16
  }

  let literals: LiteralSet
  let rows: [Row]

  static let shared = Anchors()

  /// How much of a token's beginning is searched for: enough to be rare, and little to build.
  private static let longestPrefix = 7

  /// Reads the table.
  private init() {
    (literals, rows) = AnchorTable.text.withUTF8Buffer { text in
      var rows: [Row] = []
      var ranges: [Range<Int>] = []
      rows.reserveCapacity(text.count / 8)
      ranges.reserveCapacity(text.count / 8)
      var (anchor, index, start) = (Anchor.token, UInt16(0), 0)
      for end in text.indices where text[end] == Self.end {
        // Behind the end of a literal the line ends.
        defer { start = end + 2 }
        let isInWord = text[start] == Self.hasLead
        if let next = Anchor(rawValue: text[start] &- UInt8(ascii: "A")) {
          if next != anchor { (anchor, index) = (next, 0) }
        } else if !isInWord {
          continue
        }
        let literal = (start + 1)..<end
        guard let first = text[literal].first, let last = text[literal].last else { continue }
        rows.append(
          Row(
            anchor: anchor, startsWord: anchor == .token && !isInWord && ByteSet.word.contains(first), first: first,
            last: last, index: index, length: UInt16(literal.count)))
        ranges.append(literal)
        index += 1
      }
      return (LiteralSet(ranges, in: text, ignoringASCIICase: true), rows)
    }
  }

  // MARK: Making the table

  /// What stands before the prefix of a token that has something before its prefix, in place of the letter of its anchor.
  private static let hasLead = UInt8(ascii: "<")
  /// What stands behind each literal, since editors take away blanks at the ends of lines.
  private static let end = UInt8(ascii: "|")

  /// What `AnchorTable.text` must be: a line for each literal, the letter of its anchor before it.
  ///
  /// The kinds of one anchor stand together, in the order of their table.
  static func madeTable() -> String {
    var text = ""
    func add(_ literal: some Collection<UInt8>, _ anchor: Anchor, hasLead: Bool = false) {
      let mark = hasLead ? Self.hasLead : UInt8(ascii: "A") + anchor.rawValue
      text += String(decoding: [mark] + literal + [end, UInt8(ascii: "\n")], as: UTF8.self)
    }
    for kind in TokenKinds.all {
      add(kind.prefix.prefix(longestPrefix), .token, hasLead: !kind.startsWord && ByteSet.word.contains(kind.prefix[0]))
    }
    for key in ServiceKeys.all { add(key.service.utf8, .service) }
    for word in AssignedName.words { add(word.utf8, .name) }
    for (literal, anchor) in others { add(literal.utf8, anchor) }
    for program in CommandLines.programs { add(program.name.utf8, .command) }
    return text
  }

  private static let others: [(String, Anchor)] = [
    ("-----BEGIN ", .privateKey), ("---- BEGIN ", .privateKey), ("PuTTY-User-Key-File-", .puttyKey), ("://", .address),
    ("eyJ", .webToken), ("$2a$", .hash), ("$2b$", .hash), ("$2y$", .hash), ("$1$", .hash), ("$5$", .hash),
    ("$6$", .hash), ("$y$", .hash), ("$apr1$", .hash), ("bearer ", .bearer), ("sshpass -p", .sshPassword),
    (".login(", .login), ("auth=(", .pair), ("auth = (", .pair), ("basicauth(", .pair), ("digestauth(", .pair),
    ("basic_auth", .pair), ("sudo -", .sudo), ("\"service_account\"", .serviceAccount), ("basic ", .basic),
    ("LS0tLS1CRUdJTi", .encodedKey), ("kind: Secret", .kubernetes),
    ("@tcp(", .dataSource), ("@unix(", .dataSource),
  ]
}
