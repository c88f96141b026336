internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

/// What is shown beside a place, in the order from what changes seldom to what changes from place to place.
struct SiteContext {
  let repository: Repository
  let team: TeamConfiguration
  let source: ContextSource
  let parts: [AskingPart.Context]
  /// As many tokens may be spent on it.
  let tokens: Int

  /// How many other files are looked at for callers and tests.
  private static let fileCount = 6
  /// How many lines of one file are shown.
  private static let lineCount = 6

  func text(for site: AskingSite, in tree: SyntaxTree, path: RepositoryPath) -> String {
    let surroundings = SiteSurroundings(of: site, in: tree)
    var left = tokens
    var text = ""
    func add(_ heading: String, _ bytes: [UInt8], at path: RepositoryPath) {
      guard bytes.contains(where: { $0 != 0x0a && $0 != 0x20 }) else { return }
      let part = "\(heading)\n\(EditPrompt.fenced(String(decoding: bytes, as: UTF8.self), path: path))"
      let cost = TokenEstimate.tokens(bytes: part.utf8.count)
      guard cost <= left else { return }
      left -= cost
      text += text.isEmpty ? part : "\n\n\(part)"
    }
    func isAsked(_ part: AskingPart.Context) -> Bool { parts.contains(part) }
    let isWhole = isAsked(.file) && TokenEstimate.tokens(bytes: tree.source.count) <= left
    if isWhole { add("The whole file, for reading only:", tree.source, at: path) }
    if isAsked(.imports) || isAsked(.file), !isWhole { add("Its imports:", surroundings.imports, at: path) }
    if isAsked(.definitions), !isWhole {
      add("What its names mean:", Array(surroundings.definitions.joined(separator: [0x0a])), at: path)
    }
    if isAsked(.callers) || isAsked(.tests), let name = site.name {
      let others = others(mentioning: name, beside: path)
      if isAsked(.callers) {
        let own = isWhole ? [] : Self.lines(of: tree.source, using: name, outside: site.range)
        let lines = own + others.filter { !Self.isTest($0.path) }.flatMap(\.lines)
        add("Where \(name) is used:", Array(lines.prefix(8).joined(separator: [0x0a])), at: path)
      }
      if isAsked(.tests) {
        let lines = others.filter { Self.isTest($0.path) }.flatMap(\.lines)
        add("What tests of it say:", Array(lines.prefix(12).joined(separator: [0x0a])), at: path)
      }
    }
    if isAsked(.enclosing), !isWhole, let enclosing = surroundings.enclosing {
      add("It stands inside of this:", enclosing, at: path)
    }
    return text
  }

  /// Lines of other tracked files that mention a name; those that the team leaves out are not among them.
  private func others(mentioning name: String, beside path: RepositoryPath) -> [(
    path: RepositoryPath, lines: [[UInt8]]
  )] {
    let found = source.files(mentioning: name, in: repository, limit: Self.fileCount + 1)
    return found.filter { $0.path != path && !team.ignores($0.path) }.map { other in
      (other.path, Self.lines(of: other.bytes, using: name))
    }
  }

  /// Lines that hold a name as a whole word.
  private static func lines(of source: [UInt8], using name: String, outside range: Range<Int>? = nil) -> [[UInt8]] {
    let word = Array(name.utf8)
    guard word.count > 1 else { return [] }
    let lines = TextLines(source)
    let found = (0..<lines.count).lazy.filter { line in
      !(range.map(lines.range(of: line).overlaps) ?? false) && lines[line].containsWord(word)
    }
    return found.prefix(lineCount).map { Array(lines.shown($0)) }
  }

  private static func isTest(_ path: RepositoryPath) -> Bool {
    path.text.lowercased().split { !$0.isLetter }.contains { ["test", "tests", "spec", "specs"].contains($0) }
  }
}
