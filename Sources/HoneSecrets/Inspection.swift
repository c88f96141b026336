internal import HoneText

/// One pass over one text.
struct Inspection {
  let text: SourceText
  let trust: FileTrust
  private(set) var secrets: [Secret] = []
  /// Where the last name ended that was looked at; the words inside it need no second look.
  private var nameEnd = 0
  /// Whether a blank is enough between a name and its value.
  private let hasColumns: Bool
  /// Whether the text is the name of a file, in which an underscore parts words.
  private let isName: Bool

  /// The rules that stand in no table.
  static let ownRules = [
    "private-key": "private key", "openssh-private-key": "OpenSSH private key", "pgp-private-key": "PGP private key",
    "putty-private-key": "PuTTY private key", "address-password": "password in an address",
    "json-web-token": "JSON web token", "password-hash": "hash of a password", "bearer-token": "bearer token",
    "ssh-password": "password on the command line of sshpass", "login-password": "password in a call of login",
    "google-service-account": "Google service account", "assigned-password": "password in an assignment",
    "assigned-key": "key or token in an assignment", "pgpass": "password of PostgreSQL",
    "git-credentials": "password of a git remote", "empty-password": "account without a password",
    "key-file": "key in a file of its own", "command-line-password": "password on a command line",
    "basic-credentials": "user and password of basic authentication",
    "encoded-private-key": "private key in base64", "kubernetes-secret": "value of a Kubernetes Secret",
  ]

  init(text: SourceText, trust: FileTrust, isName: Bool = false) {
    self.text = text
    self.trust = trust
    self.isName = isName
    hasColumns = Self.columnFiles.contains(trust.name)
  }

  /// After how many places that were looked at the time is asked for.
  static let stride = 64

  /// Finds all secrets.
  mutating func run() { _ = run { _ in true } }

  /// Finds the secrets up to where there is no more time.
  /// - Parameter goesOn: whether there is, with as many secrets.
  /// - Returns: the byte up to which was looked; `nil` when all was.
  mutating func run(while goesOn: (Int) -> Bool) -> Int? {
    let anchors = Anchors.shared
    var inspection = self
    var end: Int?
    var looks = 0
    anchors.literals.forEachOccurrence(in: text.bytes) { occurrence in
      looks += 1
      if looks % Self.stride == 0, !goesOn(inspection.secrets.count) {
        // What stands before the place may be its secret.
        let line = inspection.text.lineStart(of: occurrence.end)
        end = max(line, inspection.secrets.last?.range.upperBound ?? 0)
        return false
      }
      inspection.look(at: anchors.row(occurrence.literal), occurrence.end)
      return true
    }
    if end == nil {
      CredentialFiles(text: text, trust: trust).forEachSecret { rule, title, range in
        looks += 1
        guard looks % Self.stride != 0 || goesOn(inspection.secrets.count) else {
          end = range.lowerBound
          return false
        }
        inspection.add(rule, title, range)
        return true
      }
    }
    secrets = Self.withoutOverlap(inspection.secrets)
    return end
  }

  private mutating func look(at row: Anchors.Row, _ end: Int) {
    let (index, length) = (row.index, row.length)
    switch row.anchor {
    case .token:
      let start = end - length
      // What most occurrences fail is asked before the kind itself.
      guard text[start] == row.first, text[end - 1] == row.last else { return }
      let word = isName ? ByteSet.alphanumeric : ByteSet.word
      if row.startsWord, word.contains(text[start - 1]), text[start - 2] != UInt8(ascii: "\\") { return }
      let kind = TokenKinds.family(row.family)[index]
      if let range = kind.range(in: text, prefixStart: start, isStrict: trust.isMadeUp, word: word) {
        add(kind.rule, kind.title, range)
      }
    case .service: lookAtService(ServiceKeys.all[index], end, length: length)
    case .name: lookAtName(end, length: length)
    case .privateKey:
      if end >= secrets.last?.range.upperBound ?? 0, let key = PrivateKeys.key(in: text, labelStart: end) {
        add(key.rule, key.title, key.range)
      }
    case .puttyKey:
      if let range = PrivateKeys.puttyKey(in: text, headEnd: end) { add("putty-private-key", range) }
    case .address:
      if let range = AddressPasswords.password(
        in: text, authority: end, kind: trust.isMadeUp ? .code : trust.kind),
        !trust.isMadeUp || Variety.isRandom(text.bytes[range], least: 10)
      {
        add("address-password", range)
      }
    case .webToken:
      if !trust.isMadeUp, let range = WebTokens.token(in: text, prefixEnd: end) { add("json-web-token", range) }
    case .hash:
      if !trust.isMadeUp, let range = PasswordHashes.hash(in: text, at: end - length) { add("password-hash", range) }
    case .bearer:
      let range = end..<text.end(of: .dotted, from: end)
      if !trust.isMadeUp, Variety.isRandom(text.bytes[range], least: 24), !Placeholders.isToken(text, range) {
        add("bearer-token", range)
      }
    case .sshPassword, .login: lookAtCall(row.anchor, end)
    case .pair:
      if let range = GivenPasswords.argument(1, in: text, from: end) { addGiven("login-password", range, least: 6) }
    case .connection:
      if let range = GivenPasswords.argument(2, in: text, from: end) { addGiven("login-password", range, least: 6) }
    case .accounts:
      if let range = GivenPasswords.accountInput(in: text, start: end - length, end: end) {
        addGiven("command-line-password", range, least: 3)
      }
    case .secureString:
      if let range = GivenPasswords.secureString(in: text, from: end) {
        addGiven("command-line-password", range, least: 6)
      }
    case .identified:
      if let range = GivenPasswords.identified(in: text, from: end) { addGiven("login-password", range, least: 6) }
    case .sudo:
      // The option's dash is part of what was looked for.
      if !ByteSet.word.contains(text[end - length - 1]),
        let range = GivenPasswords.sudoInput(in: text, start: end - length, options: end - 1)
      {
        addGiven("command-line-password", range, least: 3)
      }
    case .command:
      if !ByteSet.urlSafe.contains(text[end - length - 1]) { lookAtCommand(index, end) }
    case .basic:
      if !trust.isMadeUp, let range = EncodedSecrets.basicCredentials(in: text, from: end) {
        add("basic-credentials", range)
      }
    case .encodedKey:
      if !trust.isMadeUp, let range = EncodedSecrets.privateKey(in: text, from: end - length) {
        add("encoded-private-key", range)
      }
    case .kubernetes: lookAtKubernetes(end)
    case .dataSource:
      if let range = ConnectionStrings.password(in: text, before: end - length) {
        addGiven("address-password", range, least: 6)
      }
    case .serviceAccount:
      let start = end - length
      if !trust.isMadeUp, text.has("\"type\":", at: start - 7) || text.has("\"type\": ", at: start - 8) {
        add("google-service-account", start + 1..<end - 1)
      }
    }
  }

  private mutating func lookAtName(_ end: Int, length: Int) {
    guard end > nameEnd, trust.kind != .checksums, !trust.isMadeUp else { return }
    let name = AssignedName(in: text, wordEnd: end, wordLength: length)
    nameEnd = max(end, name.range.upperBound)
    let spacesAssign = hasColumns || AssignedForms.isSpaced(in: text, name: name.range, trust: trust)
    var value = AssignedValue(in: text, name: name.range, spacesAssign: spacesAssign)
    if value.map({ !$0.isLiteral }) ?? true, let part = ConnectionStrings.value(in: text, name: name.range) {
      value = AssignedValue(literal: part)
    }
    let bare = trust.bareValues.flatMap { BareValue.range(in: text, name: name.range, extent: $0) }
    let judge = AssignmentJudge(text: text, trust: trust)
    if let value, let verdict = judge.verdict(name, value) {
      let isPart = !value.isLiteral && bare?.lowerBound == value.range.lowerBound
      add(verdict.rule, verdict.title, isPart ? bare ?? value.range : value.range)
    } else if let bare, bare != value?.range, let verdict = judge.verdict(name, AssignedValue(bare: bare)) {
      add(verdict.rule, verdict.title, bare)
    }
  }

  private mutating func lookAtService(_ service: ServiceKey, _ end: Int, length: Int) {
    guard trust.kind != .checksums, !trust.isMadeUp else { return }
    let name = AssignedName(in: text, wordEnd: end, wordLength: length)
    guard
      let value = AssignedValue(
        in: text, name: name.range, spacesAssign: AssignedForms.isSpaced(in: text, name: name.range, trust: trust)),
      AssignmentJudge(text: text, trust: trust).isKey(of: service, name, value)
    else { return }
    add(service.rule, service.title, value.range)
  }

  private mutating func lookAtCommand(_ index: Int, _ end: Int) {
    guard !trust.isMadeUp,
      let range = CommandLines.password(in: text, from: end, CommandLines.programs[index].form),
      !Placeholders.isValue(text, range, isTrusted: trust.kind == .credentials), !Placeholders.isCommon(text, range),
      !"$%{<[".utf8.contains(text[range.lowerBound])
    else { return }
    let judge = AssignmentJudge(text: text, trust: trust)
    if trust.kind == .credentials || judge.isChosenPassword(range, least: 6)
      || Variety.isRandom(text.bytes[range], least: 10)
      || SignedPassword(text: text, range: range).isMeant(isVariable: false)
    {
      add("command-line-password", range)
    }
  }

  /// Adds what stands where a password is given, unless it only stands for one.
  /// - Parameter least: how long it is at least when anything in this place is a password.
  private mutating func addGiven(_ rule: String, _ range: Range<Int>, least: Int) {
    guard !trust.isMadeUp, range.count >= least, !Placeholders.isValue(text, range),
      !Placeholders.isCommon(text, range),
      !"$%{<[".utf8.contains(text[range.lowerBound])
    else { return }
    let judge = AssignmentJudge(text: text, trust: trust)
    if rule == "command-line-password" || trust.kind == .credentials || judge.isChosenPassword(range, least: least)
      || Variety.isRandom(text.bytes[range], least: 10)
      || SignedPassword(text: text, range: range).isMeant(isVariable: false)
    {
      add(rule, range)
    }
  }

  private mutating func lookAtKubernetes(_ end: Int) {
    guard !trust.isMadeUp, trust.kind != .checksums, text[end] <= 0x20 || end == text.count else { return }
    let ranges = EncodedSecrets.values(in: text, from: end) { name, plain in
      plain.withUnsafeBufferPointer { buffer in
        let inner = SourceText(bytes: buffer)
        // What a name says is secret, or what would be a secret in a file of its own.
        let label = SourceText.withBytes(name) {
          AssignedName(in: $0, wordEnd: name.count, wordLength: name.count).meaning()
        }
        if label == .password || label == .key, EncodedSecrets.isPassword(plain[...]) { return true }
        var inspection = Inspection(text: inner, trust: .credentials)
        inspection.run()
        return !inspection.secrets.isEmpty
      }
    }
    for range in ranges { add("kubernetes-secret", range) }
  }

  /// `sshpass -p 'secret'` and `login('name@host', 'secret')`.
  private mutating func lookAtCall(_ anchor: Anchors.Anchor, _ end: Int) {
    guard !trust.isMadeUp else { return }
    if case .login = anchor {
      guard let user = text.literal(at: end), text.bytes[user].contains(UInt8(ascii: "@")),
        text[user.upperBound + 1] == 0x2c,
        let password = text.literal(at: text.afterBlanks(user.upperBound + 2)), password.count >= 6,
        !Placeholders.isValue(text, password)
      else { return }
      add("login-password", password)
    } else {
      let start = text.afterBlanks(end)
      let word = text.literal(at: start) ?? start..<text.end(of: .anyBase64, from: start)
      guard word.count >= 3, !Placeholders.isValue(text, word), !"$%{".utf8.contains(text[word.lowerBound]) else {
        return
      }
      add("ssh-password", word)
    }
  }

  private static let columnFiles: Set<String> = [
    ".netrc", "_netrc", ".esmtprc", ".msmtprc", ".fetchmailrc", ".authinfo",
  ]

  private mutating func add(_ rule: String, _ range: Range<Int>) {
    add(rule, Self.ownRules[rule] ?? rule, range)
  }

  private mutating func add(_ rule: String, _ title: String, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    secrets.append(Secret(rule: rule, title: title, range: range, in: text))
  }

  /// The secrets in order; of two that overlap the one whose kind says more, then the longer one.
  private static func withoutOverlap(_ secrets: [Secret]) -> [Secret] {
    func weight(_ secret: Secret) -> Int {
      switch secret.rule {
      case "assigned-password", "assigned-key", "bearer-token", "command-line-password": 0
      case "openai-style-key", "address-password", "json-web-token": 1
      default: 2
      }
    }
    let sorted = secrets.sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
    var kept: [Secret] = []
    for secret in sorted {
      if let last = kept.last, last.range.overlaps(secret.range) {
        if weight(secret) > weight(last) { kept[kept.count - 1] = secret }
      } else {
        kept.append(secret)
      }
    }
    return kept
  }
}
