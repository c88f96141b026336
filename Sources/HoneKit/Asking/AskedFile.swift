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
  /// The text as it is, cut into lines.
  private(set) var lines: TextLines
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
    lines = TextLines(tree.source)
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
    return lines.range(of: window).overlaps(region)
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
  func line(of site: AskingSite) -> Int { text[..<site.range.lowerBound].count { $0 == 0x0a } + 1 }

  /// The lines to show of a place, counted from 0.
  func window(of site: AskingSite) -> Range<Int> {
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
    var windows: [Range<Int>] = []
    var left: [AskingSite] = []
    // The places ascend, and mostly their windows do too; then one begins behind all that were taken.
    var end = 0
    for site in waiting {
      let window = window(of: site)
      if window.lowerBound < end, windows.contains(where: { $0.overlaps(window) }) {
        left.append(site)
        continue
      }
      taken.append(site)
      windows.append(window)
      end = max(end, window.upperBound)
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
      let combined = try tree(of: AppliedEdits(all, to: lines).bytes)
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
  /// - Returns: why the answers of this turn are left out after all; each was good by itself. None is counted then.
  @discardableResult
  mutating func settle() -> Refusal? {
    guard !changes.isEmpty else { return nil }
    defer { changes = [] }
    let before = text
    do throws(Refusal) {
      var result = try AppliedEdits(changes.flatMap(\.replacements), to: lines).bytes
      let imports = changes.flatMap(\.imports)
      if !imports.isEmpty { result = try adding(imports: imports, to: result) }
      tree = try tree(of: result)
    } catch {
      places -= changes.count
      let told = Refusal(
        error.code, path: path,
        "\(CountText.of(changes.count, "answer")) cannot be put in together: \(error.message)", remedy: error.remedy)
      refused.append(told)
      return told
    }
    lines = TextLines(text)
    guard !waiting.isEmpty else { return nil }
    let shifts = Self.shifts(from: before, to: text)
    let moved = Set(waiting.compactMap { Self.moved($0.range, by: shifts) })
    // Only what was still waiting is asked about: a place that stays one after its answer was asked about already.
    waiting = finder.sites(in: tree).filter { moved.contains($0.range) }
    return nil
  }

  /// Bytes of a text that others have taken the place of, and by how many there are more now.
  private typealias Shift = (range: Range<Int>, growth: Int)

  /// What makes `result` of `base`, ascending.
  private static func shifts(from base: [UInt8], to result: [UInt8]) -> [Shift] {
    let lines = TextLines(base, convention: .git)
    return LineDiff.hunks(from: base, to: result).map { hunk in
      let range = lines.start(of: hunk.baseIndex)..<lines.start(of: hunk.baseIndex + hunk.baseCount)
      return (range, hunk.added.reduce(0) { $0 + $1.count } - range.count)
    }
  }

  /// Where a range stands after changes that do not cross its ends; `nil` when one does.
  private static func moved(_ range: Range<Int>, by shifts: [Shift]) -> Range<Int>? {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    for (changed, growth) in shifts {
      if changed.upperBound <= range.lowerBound {
        (lower, upper) = (lower + growth, upper + growth)
      } else if changed.lowerBound >= range.lowerBound, changed.upperBound <= range.upperBound {
        upper += growth
      } else if changed.lowerBound < range.upperBound {
        // The lines that a place begins or ends on: only what keeps both borders where they were counts.
        return nil
      } else {
        break
      }
    }
    return lower..<upper
  }
}
