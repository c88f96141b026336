internal import HoneText

/// The literals that a text is searched for, and what to look at where one stands.
///
/// Everything but the few files of `CredentialFiles` is found from a literal: that is what makes detection as fast as a
/// search for literals. The tables are built once in a process, on first use.
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
  }

  /// A literal's anchor, without references, as one is read for every occurrence.
  struct Row: Sendable {
    let anchor: Anchor
    /// The place of the kind of token or service in its table.
    let index: Int
    /// How many bytes are searched for.
    let length: Int
    /// The first and the last of them, as the kind of token has them; the search does not tell cases apart.
    let first: UInt8
    let last: UInt8
    /// Whether the byte before must not belong to a word.
    let startsWord: Bool
  }

  let literals: LiteralSet
  let rows: [Row]

  static let shared = Anchors()

  /// How much of a token's beginning is searched for: enough to be rare, and little to build.
  private static let longestPrefix = 7

  private init() {
    var literals: [[UInt8]] = []
    var rows: [Row] = []
    func add(_ literal: [UInt8], _ anchor: Anchor, _ index: Int = 0, startsWord: Bool = false) {
      literals.append(literal)
      rows.append(
        Row(
          anchor: anchor, index: index, length: literal.count, first: literal.first ?? 0, last: literal.last ?? 0,
          startsWord: startsWord))
    }
    for (index, kind) in TokenKinds.all.enumerated() {
      add(Array(kind.prefix.prefix(Self.longestPrefix)), .token, index, startsWord: kind.startsWord)
    }
    for (index, key) in ServiceKeys.all.enumerated() { add(Array(key.service.utf8), .service, index) }
    for word in AssignedName.words { add(Array(word.utf8), .name) }
    for (literal, anchor) in Self.others { add(Array(literal.utf8), anchor) }
    for (index, program) in CommandLines.programs.enumerated() {
      add(Array(program.name.utf8), .command, index)
    }
    self.literals = LiteralSet(literals, ignoringASCIICase: true)
    self.rows = rows
  }

  private static let others: [(String, Anchor)] = [
    ("-----BEGIN ", .privateKey), ("---- BEGIN ", .privateKey), ("PuTTY-User-Key-File-", .puttyKey), ("://", .address),
    ("eyJ", .webToken), ("$2a$", .hash), ("$2b$", .hash), ("$2y$", .hash), ("$1$", .hash), ("$5$", .hash),
    ("$6$", .hash), ("$y$", .hash), ("$apr1$", .hash), ("bearer ", .bearer), ("sshpass -p", .sshPassword),
    (".login(", .login), ("auth=(", .pair), ("auth = (", .pair), ("basicauth(", .pair), ("digestauth(", .pair),
    ("basic_auth", .pair), ("sudo -", .sudo), ("\"service_account\"", .serviceAccount), ("basic ", .basic),
    ("LS0tLS1CRUdJTi", .encodedKey), ("kind: Secret", .kubernetes),
  ]
}
