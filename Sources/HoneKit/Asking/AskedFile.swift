internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSyntax

/// A file while an engine is asked about its places: places move as answers are put in.
struct AskedFile {
  /// What becomes of answers.
  enum Answers {
    /// All go into the text, together; places that wait are found again in what it has become.
    case joined
    /// Each is about the text as it was, and stands by itself.
    case apart
  }

  let file: EditableFile
  let answers: Answers
  let program: RecipeProgram
  private let finder: SiteFinder
  private(set) var tree: SyntaxTree
  /// Places that nobody was asked about yet, in the text as it is.
  private(set) var waiting: [AskingSite]
  /// What has been answered since the text last changed.
  private var changes: [AnswerTrial.Change] = []
  /// The places whose answers stand by themselves, with what each makes of the file.
  private(set) var apart: [(site: AskingSite, result: [UInt8])] = []
  /// Whether no place is left to be asked about.
  var isExhausted: Bool { waiting.isEmpty }
  /// How many answers changed something.
  private(set) var places = 0
  /// Why places were left as they are, in a way that is worth another try.
  var refused: [Refusal] = []

  var path: RepositoryPath { file.path }
  var text: [UInt8] { tree.source }

  /// - Parameter isAsked: whether a place is one to ask about.
  /// - Returns: `nil` for a file without a place, or one that cannot be parsed.
  init?(
    _ file: EditableFile, program: RecipeProgram, answers: Answers = .joined, refuse: (Refusal) -> Void,
    isAsked: (AskingSite) -> Bool = { _ in true }
  ) {
    guard let finder = SiteFinder(program), finder.mayHold(file.bytes) else { return nil }
    do {
      tree = try program.tree(of: file.bytes)
    } catch {
      refuse(Refusal(.notText, path: file.path, "\(error)", remedy: "edit the file by hand"))
      return nil
    }
    let sites = finder.sites(in: tree, changedLines: file.changedLines).filter(isAsked)
    guard !sites.isEmpty else { return nil }
    if let obstacle = file.engineObstacle {
      refuse(obstacle)
      return nil
    }
    self.file = file
    self.program = program
    self.finder = finder
    self.answers = answers
    waiting = sites
  }

  var fence: AskingFence { program.recipe.header.asking?.fence ?? .narrow }

  /// Whether a window, counted in lines from 0, holds the imports of the file.
  func showsImports(_ window: Range<Int>) -> Bool {
    let region = SiteFinder.imports(in: tree)
    guard !region.isEmpty else { return false }
    return TextLines(text).range(of: window).overlaps(region)
  }

  /// The tree of another version of the file.
  func tree(of bytes: [UInt8]) throws(Refusal) -> SyntaxTree {
    do {
      return try program.tree(of: bytes)
    } catch {
      throw Refusal(.gate, "the file with the answer cannot be parsed: \(error)")
    }
  }

  func adding(imports: [String], to bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    guard let editor = ImportEditor(grammar: program.grammar) else {
      throw Refusal(.outsideFence, "the imports of \(program.language.title) cannot be changed")
    }
    do throws(ImportError) {
      return try editor.applying(ImportChanges(add: imports), to: bytes)
    } catch {
      throw Refusal(.gate, error.problem)
    }
  }

  /// The line of a place in the text as it is, from 1.
  func line(of site: AskingSite) -> Int { TextLines(text, convention: .git).line(at: site.range.lowerBound) + 1 }

  /// The lines to show of a place, counted from 0.
  func window(of site: AskingSite) -> Range<Int> {
    let lines = TextLines(text)
    let first = lines.line(at: site.shown.lowerBound)
    let last = site.shown.isEmpty ? first : lines.line(at: site.shown.upperBound - 1)
    return first..<min(lines.count, max(first, last) + 1)
  }

  // MARK: Turns

  /// The places that can be asked about together, since no answer to one can touch what is shown of another.
  mutating func takeTurn() -> [AskingSite] {
    if answers == .apart {
      defer { waiting = [] }
      return waiting
    }
    var taken: [AskingSite] = []
    var left: [AskingSite] = []
    for site in waiting {
      let lines = window(of: site)
      if taken.contains(where: { window(of: $0).overlaps(lines) }) { left.append(site) } else { taken.append(site) }
    }
    waiting = left
    return taken
  }

  /// Takes an answer; the place waits for the next turn where another answer changes the same lines.
  /// - Throws: a `Refusal` when the answer does not go together with the others.
  mutating func take(_ change: AnswerTrial.Change, for site: AskingSite) throws(Refusal) {
    if answers == .apart {
      places += 1
      return apart.append((site, change.result))
    }
    let all = (changes + [change]).flatMap(\.replacements)
    do throws(Refusal) {
      let combined = try tree(of: AppliedEdits(all, to: TextLines(text)).bytes)
      guard combined.errorCount <= tree.errorCount else {
        throw Refusal(.gate, "together with the answers for other places the file would not parse")
      }
    } catch {
      guard !changes.isEmpty else { throw error }
      return waiting.append(site)
    }
    changes.append(change)
    places += 1
  }

  /// Puts in what was answered, and finds the places that wait again.
  mutating func settle() {
    let replacements = changes.flatMap(\.replacements)
    guard !replacements.isEmpty, let applied = try? AppliedEdits(replacements, to: TextLines(text)),
      var result = Optional(applied.bytes)
    else { return }
    let imports = changes.flatMap(\.imports)
    changes = []
    if !imports.isEmpty, let changed = try? adding(imports: imports, to: result) { result = changed }
    let before = text
    guard let new = try? tree(of: result) else { return }
    tree = new
    guard !waiting.isEmpty else { return }
    let moved = waiting.compactMap { Self.moved($0.range, from: before, to: result) }
    // Only what was still waiting is asked about: a place that stays one after its answer was asked about already.
    waiting = finder.sites(in: new).filter { moved.contains($0.range) }
  }

  /// Where a range stands after changes that do not cross its ends; `nil` when one does.
  private static func moved(_ range: Range<Int>, from base: [UInt8], to result: [UInt8]) -> Range<Int>? {
    let lines = TextLines(base, convention: .git)
    var (lower, upper) = (range.lowerBound, range.upperBound)
    for hunk in LineDiff.hunks(from: base, to: result) {
      let start = lines.start(of: hunk.baseIndex)
      let end = lines.start(of: hunk.baseIndex + hunk.baseCount)
      let growth = hunk.added.reduce(0) { $0 + $1.count } - (end - start)
      if end <= range.lowerBound {
        (lower, upper) = (lower + growth, upper + growth)
      } else if start >= range.lowerBound, end <= range.upperBound {
        upper += growth
      } else if start < range.upperBound {
        // The lines that a place begins or ends on: only what keeps both borders where they were counts.
        return nil
      }
    }
    return lower..<upper
  }
}
