/// Finds passwords that are given to programs on their command lines, in scripts, documents and histories of shells.
enum CommandLines {
  /// How a program takes a password.
  enum Form: Sendable {
    /// `-u user:password`, as curl does.
    case userAndPassword
    /// The word after one of these options, as `-p password` and `--password password`.
    case option([StaticString])
    /// `-ppassword`: the option and the password are one word.
    case attached
    /// `-U user%password` or `-u user,password`: the option, and what parts the password from the name.
    case joined([StaticString], UInt8)
    /// `user/password@service` as the first word.
    case slash
    /// The word of this number among those that are no options, if the first option holds this letter.
    case word(Int, letter: UInt8?)
  }

  private static let password: Form = .option(["-p", "--password"])
  private static let bind: Form = .option(["-w"])
  private static let upper: Form = .option(["-P"])

  /// The programs, as a search looks for them.
  static let programs: [(name: String, form: Form)] = [
    ("curl ", .userAndPassword), ("docker login ", password), ("podman login ", password),
    ("helm registry login ", password), ("oc login ", password), ("mongosh ", password), ("mongodump ", password),
    ("mysql ", .attached), ("mysqldump ", .attached), ("mysqladmin ", .attached),
    ("redis-cli ", .option(["-a", "--pass"])), ("mariadb ", .attached), ("mariadb-dump ", .attached),
    ("mysqlimport ", .attached), ("ldapsearch ", bind), ("ldapadd ", bind), ("ldapmodify ", bind),
    ("ldapdelete ", bind), ("ldapwhoami ", bind), ("ldappasswd ", .option(["-w", "-s", "-a"])), ("az login ", password),
    ("az acr login ", password), ("sqlcmd ", upper), ("bcp ", upper), ("mongo ", password), ("mongorestore ", password),
    ("mongoimport ", password), ("mongoexport ", password), ("mosquitto_pub ", upper), ("mosquitto_sub ", upper),
    ("ipmitool ", upper), ("zip ", upper), ("unzip ", upper), ("ssh-keygen ", .option(["-N", "-P"])),
    ("psexec ", password), ("cqlsh ", password), ("ncftpput ", password), ("openssl enc ", .option(["-k"])),
    ("smbclient ", .joined(["-U", "--user"], UInt8(ascii: "%"))),
    ("rpcclient ", .joined(["-U", "--user"], UInt8(ascii: "%"))),
    ("lftp ", .joined(["-u", "--user"], UInt8(ascii: ","))), ("sqlplus ", .slash),
    ("htpasswd ", .word(2, letter: UInt8(ascii: "b"))), ("rabbitmqctl add_user ", .word(1, letter: nil)),
    ("rabbitmqctl change_password ", .word(1, letter: nil)), ("net user ", .word(1, letter: nil)),
  ]

  /// The password on a command line.
  /// - Parameter start: where the first argument begins.
  static func password(in text: SourceText, from start: Int, _ form: Form) -> Range<Int>? {
    var offset = start
    let limit = min(text.count, start + 1_024)
    var options: Range<Int>?
    var words: [Range<Int>] = []
    while offset < limit {
      offset = text.afterBlanks(offset)
      // A backslash at the end of a line goes on with the next one.
      if text[offset] == UInt8(ascii: "\\"), text[offset + 1] == 0x0a {
        offset += 2
        continue
      }
      if offset >= limit || "\n\r|;&)`".utf8.contains(text[offset]) { return nil }
      let word = word(in: text, at: offset)
      if let found = value(in: text, word, next: text.afterBlanks(word.upperBound), form) { return found }
      if text[word.lowerBound] == UInt8(ascii: "-") { options = options ?? word } else { words.append(word) }
      if case .word(let number, let letter) = form, words.count > number {
        let isGiven = letter.map { letter in options.map { text.bytes[$0].contains(letter) } ?? false } ?? true
        return isGiven ? nonEmpty(content(in: text, at: words[number].lowerBound)) : nil
      }
      if case .slash = form, let first = words.first {
        let pair = content(in: text, at: first.lowerBound)
        guard let slash = text.bytes[pair].firstIndex(where: { "/@".utf8.contains($0) }), slash > pair.lowerBound,
          text[slash] == UInt8(ascii: "/")
        else {
          return nil
        }
        let end = text.bytes[slash..<pair.upperBound].lastIndex(of: UInt8(ascii: "@")) ?? pair.upperBound
        return nonEmpty(slash + 1..<max(slash + 1, end))
      }
      offset = max(word.upperBound, offset + 1)
    }
    return nil
  }

  /// The password, if `option` is what announces or holds it.
  private static func value(in text: SourceText, _ option: Range<Int>, next: Int, _ form: Form) -> Range<Int>? {
    func isOption(_ names: [StaticString]) -> Bool {
      names.contains { option.count == $0.utf8CodeUnitCount && text.has($0, at: option.lowerBound) }
    }
    switch form {
    case .userAndPassword:
      var pair: Range<Int>
      if isOption(["-u", "--user", "-U", "--proxy-user"]) {
        pair = content(in: text, at: next)
      } else if text.has("--user=", at: option.lowerBound) {
        pair = content(in: text, at: option.lowerBound + 7)
      } else if text.has("-u", at: option.lowerBound), option.count > 4 {
        pair = content(in: text, at: option.lowerBound + 2)
      } else {
        return nil
      }
      guard let colon = text.bytes[pair].firstIndex(of: UInt8(ascii: ":")) else { return nil }
      pair = colon + 1..<pair.upperBound
      return pair.isEmpty ? nil : pair
    case .option(let names):
      return isOption(names) ? nonEmpty(content(in: text, at: next)) : nil
    case .joined(let names, let separator):
      guard isOption(names) else { return nil }
      let pair = content(in: text, at: next)
      return text.bytes[pair].firstIndex(of: separator).flatMap { nonEmpty($0 + 1..<pair.upperBound) }
    case .slash, .word:
      return nil
    case .attached:
      guard text.has("-p", at: option.lowerBound), option.count > 2, !text.has("--", at: option.lowerBound) else {
        return nil
      }
      return nonEmpty(content(in: text, at: option.lowerBound + 2))
    }
  }

  private static func nonEmpty(_ range: Range<Int>) -> Range<Int>? { range.isEmpty ? nil : range }

  /// A word of a command line, quotes included.
  private static func word(in text: SourceText, at start: Int) -> Range<Int> {
    var end = start
    let limit = text.lineEnd(from: start, limit: 1_024)
    var quote: UInt8 = 0
    while end < limit {
      let byte = text[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte <= 0x20 || ";|&)`".utf8.contains(byte) {
        break
      }
      end += 1
    }
    return start..<end
  }

  /// What a word stands for, without its quotes.
  private static func content(in text: SourceText, at start: Int) -> Range<Int> {
    let word = word(in: text, at: start)
    guard word.count >= 2, "\"'".utf8.contains(text[start]) else {
      // The string of another language around the command may end here.
      var end = word.upperBound
      while end > word.lowerBound, "\"',]\\".utf8.contains(text[end - 1]) { end -= 1 }
      return word.lowerBound..<end
    }
    return word.lowerBound + 1..<max(word.lowerBound + 1, word.upperBound - 1)
  }
}
