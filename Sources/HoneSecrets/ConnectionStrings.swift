/// Finds the password in what a program hands to a database's driver as one text, within a literal of code or in settings.
///
/// Sources of the forms: ADO.NET's and ODBC's connection strings, libpq's keywords, properties in the address of JDBC, and the
/// data source name of Go's driver for MySQL.
enum ConnectionStrings {
  /// How far the text may reach to either side.
  private static let longest = 400
  /// What else such a text holds.
  private static let companions = [
    "server=", "host=", "data source=", "user id=", "uid=", "user=", "username=", "dbname=", "database=", "jdbc:",
    "initial catalog=", "dsn=", "driver=",
  ].map { Array($0.utf8) }

  /// The value of `Password=...;` and its like, in a text in quotes that says what to connect to as well.
  /// - Parameter name: where the name of the value stands, such as `Password`.
  static func value(in text: SourceText, name: Range<Int>) -> Range<Int>? {
    guard text[name.upperBound] == UInt8(ascii: "="), name.lowerBound > 0,
      "\"'`;&? ".utf8.contains(text[name.lowerBound - 1])
    else { return nil }
    let start = name.upperBound + 1
    var end = start
    while end - start < 80, text[end] > 0x20, !";&\"'`\\<>(){}".utf8.contains(text[end]) { end += 1 }
    guard end > start, end < text.count, ";&\"'` ".utf8.contains(text[end]) else { return nil }
    var first = name.lowerBound
    while first > 0, name.lowerBound - first < longest, text[first - 1] != 0x0a { first -= 1 }
    guard text.bytes[first..<name.lowerBound].contains(where: { "\"'`".utf8.contains($0) }) else { return nil }
    let line = text.folded(first..<text.lineEnd(from: end, limit: longest))
    let holds = companions.contains { words in
      line.indices.contains { line[$0] == words[0] && line[$0...].starts(with: words) }
    }
    return holds ? start..<end : nil
  }

  /// The password in `user:password@tcp(`.
  /// - Parameter at: where the `@` stands.
  static func password(in text: SourceText, before at: Int) -> Range<Int>? {
    var start = at
    while start > 0, at - start < 120, text[start - 1] > 0x20, !"\"'`=,(".utf8.contains(text[start - 1]) { start -= 1 }
    guard let colon = (start..<at).first(where: { text[$0] == UInt8(ascii: ":") }), colon > start, colon + 1 < at else {
      return nil
    }
    return colon + 1..<at
  }
}
