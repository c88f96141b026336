#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// Remembers what `CheckRecipe` holds of the recipes of a catalogue, so that a hook need not read them as YAML.
///
/// A text file in the user's cache folder: a line that names the format and the program, then for each recipe its path, its
/// stamp and what is known of it, in fields that tabs part. A recipe whose file has another stamp is read anew, and so is one
/// that cannot be remembered: that uses others, that is broken, or that was written a moment ago. Nothing depends on the
/// file: where it is missing, of another program or damaged, recipes are read.
package struct CheckRecipeIndex {
  private static let format = "hone check recipes 3"
  /// How many recipes are remembered at most; then it begins anew.
  private static let limit = 4_096

  /// A line that was read: where the path of its recipe and the fields behind it stand.
  private struct Line {
    var path: Range<Int>
    var fields: Range<Int>
  }

  private static let tab = UInt8(ascii: "\t")

  /// The absolute path of the index.
  private let path: String
  private let header: String
  /// The index as it was read, whose lines are sorted by path.
  private var bytes: [UInt8] = []
  private var lines: [Line] = []
  /// What has come to be known since, by path: the fields behind it.
  private var added: [String: String] = [:]

  /// Opens the index.
  /// - Parameters:
  ///   - path: its absolute path; the folder is made where it is to be written.
  ///   - program: what tells this program from others, which may read recipes in other ways.
  package init(path: String, program: String) {
    self.path = path
    header = "\(Self.format) \(program.filter { $0 != "\n" })"
    guard let bytes = try? RecipeFolder.read(path),
      let first = bytes.firstIndex(of: UInt8(ascii: "\n")), bytes[..<first].elementsEqual(header.utf8)
    else { return }
    self.bytes = bytes
    var start = first + 1
    // A last line that is cut off is none.
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      guard let tab = bytes[start..<end].firstIndex(of: Self.tab),
        lines.last.map({ Self.order(bytes[$0.path], bytes[start..<tab]) < 0 }) ?? true
      else {
        lines = []
        return
      }
      lines.append(Line(path: start..<tab, fields: (tab + 1)..<end))
      start = end + 1
    }
  }

  /// What is known of a file: the check, or `nil` inside for a recipe that is none; `nil` when it must be read.
  func known(_ file: String, name: String, stamp: FileStamp) -> CheckRecipe?? {
    let fields: [ArraySlice<UInt8>]
    if let line = added[file] {
      fields = Array(line.utf8).split(separator: Self.tab, omittingEmptySubsequences: false)
    } else {
      guard let line = line(of: file) else { return nil }
      // Most recipes are no checks, and have no further field.
      if bytes[line.fields].elementsEqual(stamp.text.utf8) { return .some(nil) }
      fields = bytes[line.fields].split(separator: Self.tab, omittingEmptySubsequences: false)
    }
    guard fields.first.map({ $0.elementsEqual(stamp.text.utf8) }) ?? false else { return nil }
    if fields.count == 1 { return .some(nil) }
    func text(_ field: Int) -> String { String(decoding: fields[field], as: UTF8.self) }
    func words(_ field: Int) -> [String] {
      fields[field].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }
    guard fields.count == 9, let severity = RecipeSeverity(rawValue: text(2)),
      let reach = MatchReach(rawValue: text(7)), let extent = MatchReach(rawValue: text(8))
    else { return nil }
    return CheckRecipe(
      file: file, name: name, ruleID: text(1), severity: severity, summary: text(3), languages: words(4),
      words: WordSearch(written: fields[5]), ownWords: WordSearch(written: fields[6]), reach: reach, extent: extent,
      identity: Array(file.utf8) + [UInt8(ascii: " ")] + Array(stamp.text.utf8))
  }

  /// The line of a file, which is looked for in halves.
  private func line(of file: String) -> Line? {
    var file = file
    return file.withUTF8 { name in
      var (low, high) = (0, lines.count)
      while low < high {
        let middle = (low + high) / 2
        let order = Self.order(bytes[lines[middle].path], name)
        if order == 0 { return lines[middle] }
        if order < 0 { low = middle + 1 } else { high = middle }
      }
      return nil
    }
  }

  /// Compares by bytes, as Swift compares texts of ASCII characters.
  private static func order(
    _ first: some Collection<UInt8>, _ second: some Collection<UInt8>
  ) -> Int {
    let order = first.withContiguousStorageIfAvailable { a in
      second.withContiguousStorageIfAvailable { b -> Int in
        guard let left = a.baseAddress, let right = b.baseAddress else { return a.count - b.count }
        let order = memcmp(left, right, min(a.count, b.count))
        return order == 0 ? a.count - b.count : Int(order)
      }
    }
    return order.flatMap(\.self) ?? 0
  }

  /// Remembers a recipe that was read.
  /// - Parameters:
  ///   - check: the check that it is; `nil` when it is none.
  mutating func insert(_ file: String, stamp: FileStamp, _ check: CheckRecipe?) {
    var fields = [file, stamp.text]
    if let check {
      guard let severity = check.severity else { return }
      fields += [
        check.ruleID, severity.rawValue, check.summary, check.languages.joined(separator: " "),
        String(decoding: check.words.written, as: UTF8.self), String(decoding: check.ownWords.written, as: UTF8.self),
        check.reach.rawValue, check.extent.rawValue,
      ]
      guard !check.languages.contains(where: { $0.contains(" ") }) else { return }
    }
    let isPlain = fields.allSatisfy { field in field.utf8.allSatisfy { $0 >= 0x20 } }
    guard isPlain, stamp.isSettled else { return }
    if lines.count + added.count >= Self.limit { (lines, added) = ([], [:]) }
    added[file] = fields.dropFirst().joined(separator: "\t")
  }

  /// Writes what has come to be known; a failure is no harm.
  package func write() {
    guard !added.isEmpty else { return }
    var all = added.map { (path: Array($0.key.utf8), fields: Array($0.value.utf8)) }
    all += lines.map { (path: Array(bytes[$0.path]), fields: Array(bytes[$0.fields])) }
      .filter { added[String(decoding: $0.path, as: UTF8.self)] == nil }
    all.sort { Self.order($0.path, $1.path) < 0 }
    var text = header + "\n"
    for (file, line) in all {
      text += String(decoding: file + [Self.tab] + line + [UInt8(ascii: "\n")], as: UTF8.self)
    }
    let draft = "\(path).\(getpid())"
    if let slash = path.lastIndex(of: "/") { CacheFolder.makeFolders(String(path[..<slash])) }
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let written = Array(text.utf8)
    let isWhole = written.withUnsafeBytes { systemWrite(descriptor, $0) == $0.count }
    // Whoever reads meanwhile has the old file or the new one, never a part.
    if close(descriptor) != 0 || !isWhole || rename(draft, path) != 0 { unlink(draft) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
