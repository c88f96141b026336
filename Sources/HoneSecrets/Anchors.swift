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
    case connection
    case accounts
    case secureString
    case identified
  }

  /// A literal's anchor in one number, as one is read for every occurrence.
  struct Row: Sendable {
    private let bits: UInt64

    fileprivate init(
      anchor: Anchor, startsWord: Bool, first: UInt8, last: UInt8, family: Int, index: Int, length: Int
    ) {
      bits =
        UInt64(anchor.rawValue) | (startsWord ? 1 << 8 : 0) | UInt64(first) << 16 | UInt64(last) << 24
        | UInt64(index & 0xfff) << 32 | UInt64(family & 0xf) << 44 | UInt64(length & 0xffff) << 48
    }

    fileprivate init(bits: UInt64) { self.bits = bits }
    fileprivate var packed: UInt64 { bits }

    var anchor: Anchor { Anchor(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .token }
    /// Whether the byte before must not belong to a word.
    var startsWord: Bool { bits & 1 << 8 != 0 }
    /// The first of the bytes that are searched for, as the kind of token has it; the search does not tell cases apart.
    var first: UInt8 { UInt8(truncatingIfNeeded: bits >> 16) }
    /// The last of them.
    var last: UInt8 { UInt8(truncatingIfNeeded: bits >> 24) }
    /// The place of the kind of token in its family, or of the service or program in its table.
    var index: Int { Int(bits >> 32 & 0xfff) }
    /// The family of the kind of token.
    var family: Int { Int(bits >> 44 & 0xf) }
    /// How many bytes are searched for.
    var length: Int { Int(bits >> 48) }
  }

  let literals: LiteralSet
  private let rows: [UInt64]

  /// What to look at where a literal stands, by its number.
  func row(_ literal: Int) -> Row { Row(bits: rows[literal]) }

  static let shared = Anchors()

  /// How much of a token's beginning is searched for: enough to be rare, and little to build.
  private static let longestPrefix = 7

  /// Reads the table.
  private init() {
    var rows: [UInt64] = []
    literals = AnchorTable.text.withUTF8Buffer { text in
      rows.reserveCapacity(text.count / 8)
      return LiteralSet(bytes: text.count, count: text.count / 8, ignoringASCIICase: true) { add in
        var (anchor, family, index, start) = (Anchor.token, 0, 0, 0)
        // The mark may stand within a literal too, but only at its end the line ends behind it.
        for end in text.indices.dropLast() where text[end] == Self.end && text[end + 1] == UInt8(ascii: "\n") {
          defer { start = end + 2 }
          guard text[start] != Self.familyEnd else {
            (family, index) = (family + 1, 0)
            continue
          }
          let isInWord = text[start] == Self.hasLead
          if let next = Anchor(rawValue: text[start] &- UInt8(ascii: "A")), next != anchor {
            (anchor, family, index) = (next, 0, 0)
          }
          let literal = UnsafeBufferPointer(rebasing: text[(start + 1)..<end])
          guard let first = literal.first, let last = literal.last else { continue }
          let row = Row(
            anchor: anchor, startsWord: anchor == .token && !isInWord && ByteSet.word.contains(first), first: first,
            last: last, family: family, index: index, length: literal.count)
          rows.append(row.packed)
          add(literal)
          index += 1
        }
      }
    }
    self.rows = rows
  }

  // MARK: Making the table

  /// What stands before the prefix of a token that has something before its prefix, in place of the letter of its anchor.
  private static let hasLead = UInt8(ascii: "<")
  /// A line that ends a family of tokens.
  private static let familyEnd = UInt8(ascii: "=")
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
    for family in 0..<TokenKinds.familyCount {
      for kind in TokenKinds.family(family) {
        let hasLead = !kind.startsWord && ByteSet.word.contains(kind.prefix[0])
        add(kind.prefix.prefix(longestPrefix), .token, hasLead: hasLead)
      }
      text += String(decoding: [familyEnd, end, UInt8(ascii: "\n")], as: UTF8.self)
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
    ("$6$", .hash), ("$y$", .hash), ("$apr1$", .hash), ("bearer ", .bearer), ("authorization: token ", .bearer),
    ("authorization: apikey ", .bearer), ("sshpass -p", .sshPassword),
    (".login(", .login), ("auth=(", .pair), ("auth = (", .pair), ("basicauth(", .pair), ("digestauth(", .pair),
    ("basic_auth", .pair), ("networkcredential(", .pair), ("pscredential(", .pair), ("sudo -", .sudo),
    ("\"service_account\"", .serviceAccount), ("basic ", .basic),
    ("LS0tLS1CRUdJTi", .encodedKey), ("kind: Secret", .kubernetes),
    ("@tcp(", .dataSource), ("@unix(", .dataSource), ("mysqli_connect(", .connection), ("new mysqli(", .connection),
    ("mysql_connect(", .connection), ("getconnection(", .connection), ("new pdo(", .connection),
    ("chpasswd", .accounts), ("passwd --stdin", .accounts), ("convertto-securestring ", .secureString),
    ("identified ", .identified),
  ]
}
