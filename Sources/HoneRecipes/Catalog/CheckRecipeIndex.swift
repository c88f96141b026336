#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Remembers what `CheckRecipe` holds of the recipes of a catalogue, so that a hook need not read them as YAML.
///
/// A text file in the user's cache folder: a line that names the format and the program, then for each recipe its path, its
/// stamp and what is known of it, in fields that tabs part. A recipe whose file has another stamp is read anew, and so is one
/// that cannot be remembered: that uses others, that is broken, or that was written a moment ago. Nothing depends on the
/// file: where it is missing, of another program or damaged, recipes are read.
package struct CheckRecipeIndex {
  private static let format = "hone check recipes 2"
  /// How many recipes are remembered at most; then it begins anew.
  private static let limit = 4_096

  /// The absolute path of the index.
  private let path: String
  private let header: String
  /// The lines without their first field, by the path of the recipe.
  private var lines: [String: Substring] = [:]
  private var isChanged = false

  /// Opens the index.
  /// - Parameters:
  ///   - path: its absolute path; the folder must be there for it to be written.
  ///   - program: what tells this program from others, which may read recipes in other ways.
  package init(path: String, program: String) {
    self.path = path
    header = "\(Self.format) \(program.filter { $0 != "\n" })"
    guard let bytes = try? RecipeFolder.read(path) else { return }
    var text = String(decoding: bytes, as: UTF8.self)[...]
    guard Self.nextLine(&text) ?? "" == header else { return }
    while let line = Self.nextLine(&text) {
      guard let tab = line.utf8.firstIndex(of: UInt8(ascii: "\t")) else {
        lines = [:]
        return
      }
      lines[String(line[..<tab])] = line[line.utf8.index(after: tab)...]
    }
  }

  /// The next line that is ended, without its end; a last line that is cut off is none.
  private static func nextLine(_ text: inout Substring) -> Substring? {
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { text = text[text.utf8.index(after: end)...] }
    return text[..<end]
  }

  /// What is known of a file: the check, or `nil` inside for a recipe that is none; `nil` when it must be read.
  func known(_ file: String, name: String, stamp: FileStamp) -> CheckRecipe?? {
    guard let line = lines[file] else { return nil }
    let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Substring.init)
    guard fields.first.map({ $0 == stamp.text }) ?? false else { return nil }
    if fields.count == 1 { return .some(nil) }
    guard fields.count == 7, let severity = RecipeSeverity(rawValue: String(fields[2])),
      let reach = MatchReach(rawValue: String(fields[6]))
    else { return nil }
    func words(_ field: Substring) -> [String] {
      field.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }
    return CheckRecipe(
      file: file, name: name, ruleID: String(fields[1]), severity: severity, summary: String(fields[3]),
      languages: words(fields[4]), words: words(fields[5]), reach: reach,
      identity: Array("\(file) \(stamp.text)".utf8))
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
        check.words.joined(separator: " "), check.reach.rawValue,
      ]
      guard !check.languages.contains(where: { $0.contains(" ") }) else { return }
    }
    let isPlain = fields.allSatisfy { field in field.utf8.allSatisfy { $0 >= 0x20 } }
    guard isPlain, stamp.isSettled else { return }
    if lines.count >= Self.limit { lines.removeAll() }
    lines[file] = fields.dropFirst().joined(separator: "\t")[...]
    isChanged = true
  }

  /// Writes what has come to be known; a failure is no harm.
  package func write() {
    guard isChanged else { return }
    var text = header + "\n"
    for (file, line) in lines.sorted(by: { $0.key < $1.key }) { text += "\(file)\t\(line)\n" }
    let draft = "\(path).\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let bytes = Array(text.utf8)
    let isWhole = bytes.withUnsafeBytes { systemWrite(descriptor, $0) == $0.count }
    // Whoever reads meanwhile has the old file or the new one, never a part.
    if close(descriptor) != 0 || !isWhole || rename(draft, path) != 0 { unlink(draft) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
