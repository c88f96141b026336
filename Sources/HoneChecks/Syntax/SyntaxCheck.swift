internal import HoneCore
internal import HoneRecipes
internal import HoneSyntax
internal import HoneText

/// Code that its language's grammar cannot place.
///
/// Grammars of some languages cannot be complete: macros of C and C++ stand for anything, and younger languages grow faster
/// than their grammars. There, and in files that become code only when they are filled in, a fault is an error only when
/// brackets do not pair up either; without that it is a note, and told only where the version before could be parsed.
struct SyntaxCheck: Check {
  static let rule = RuleDescription(
    "syntax/parse-error", .error, "the code cannot be parsed, and the version before could", scope: .newInFile)
  static let doubt = RuleDescription(
    "syntax/doubtful", .note, "the code cannot be parsed any more, though its grammar may not know all of its language",
    scope: .brokenInFile)

  /// How many places of one file are told.
  private static let limit = 3
  /// Languages whose grammars take all that their compilers take.
  private static let exact: Set<String> = [
    "go", "java", "javascript", "php", "python", "ruby", "rust", "tsx", "typescript",
  ]
  /// Languages in which every text means something.
  private static let faultless: Set<String> = ["markdown"]
  /// What stands in files that become code only when they are filled in.
  private static let templateMarks = ["{%", "<%", "{{cookiecutter", "{{ cookiecutter"].map { LiteralFinder($0) }

  var rules: [RuleDescription] { [Self.rule, Self.doubt] }
  var isParseBound: Bool { true }
  var reach: MatchReach { .statement }

  func findings(in file: CheckedFile) -> [Finding] {
    if let scanned = ScannedSyntax(file) {
      let found = findings(in: file, scanned)
      // Grammars of shells know less than what reads them here; those of the others may see more, which is a doubt.
      if case .shell = scanned { return found }
      guard found.isEmpty else { return found }
      if case .page = scanned {
        guard !ScannedSyntax.isFilledIn(file) else { return [] }
        let inScripts = scriptFindings(in: file)
        guard inScripts.isEmpty else { return inScripts }
      }
    }
    guard let language = file.language, !Self.faultless.contains(language.name), !DataFormatCheck.reads(file.path),
      !file.path.isToBeFilledIn,
      let tree = file.tree
    else { return [] }
    let unseen = tree.hasError ? [] : UnseenFaults(in: tree, language).faults
    guard tree.hasError || !unseen.isEmpty, ConflictMarkerCheck().findings(in: file).isEmpty else { return [] }
    let isTemplate = Self.isTemplate(file)
    guard tree.hasError else {
      guard !isTemplate else { return [] }
      return unseen.prefix(Self.limit).map {
        finding(Self.rule, in: file, at: $0.offset..<file.contents.count, $0.message)
      }
    }
    let isError =
      Self.exact.contains(language.name) && !isTemplate || Self.hasLooseBracket(file)
      || !isTemplate && OpenString.stands(in: file)
    guard isError || !isTemplate, !Self.isSoundOtherwise(file.contents, in: file, language) else { return [] }
    return Self.faults(of: tree).prefix(isError ? Self.limit : 1).map { node in
      finding(isError ? Self.rule : Self.doubt, in: file, at: node.range, Self.message(node, language))
    }
  }

  /// What cannot be parsed of the scripts of a page; nothing where the page is to be filled in.
  private func scriptFindings(in file: CheckedFile) -> [Finding] {
    guard !Self.isTemplate(file) else { return [] }
    var findings: [Finding] = []
    for code in PageScripts.all(in: file) where Self.exact.contains(code.language.name) {
      guard findings.count < Self.limit else { break }
      let text = Array(file.contents[code.range])
      guard !PageScripts.isToBeFilledIn(text), let tree = file.tree(of: code), tree.hasError,
        ConflictMarkerCheck().findings(in: file).isEmpty, !Self.isSoundOtherwise(text, in: file, code.language)
      else { continue }
      findings += Self.faults(of: tree).prefix(Self.limit - findings.count).map { node in
        let range = (node.range.lowerBound + code.range.lowerBound)..<(node.range.upperBound + code.range.lowerBound)
        return finding(Self.rule, in: file, at: range, Self.message(node, code.language))
      }
    }
    return findings
  }

  private func findings(in file: CheckedFile, _ scanned: ScannedSyntax) -> [Finding] {
    guard let (fault, isError) = scanned.fault(in: file), !Self.isTemplate(file),
      ConflictMarkerCheck().findings(in: file).isEmpty
    else { return [] }
    var found = finding(
      isError ? Self.rule : Self.doubt, in: file, at: fault.offset..<(fault.offset + 1), fault.message)
    if fault.isWarning { found.severity = .warning }
    return [found]
  }

  /// A finding that does not go on behind the line in which it begins.
  private func finding(
    _ rule: RuleDescription, in file: CheckedFile, at range: Range<Int>, _ message: String
  ) -> Finding {
    let start = min(range.lowerBound, file.contents.count)
    let line = file.lines.line(at: start)
    let end = line < file.lines.count ? file.lines.start(of: line) + file.lines[line].count : start
    return file.finding(rule, at: start..<max(start, min(end, range.upperBound)), message)
  }

  private static func isTemplate(_ file: CheckedFile) -> Bool {
    templateMarks.contains { $0.occurs(in: file.contents) }
  }

  /// The outermost nodes that could not be placed, and tokens that were put in.
  private static func faults(of tree: SyntaxTree) -> [SyntaxNode] {
    var faults: [SyntaxNode] = []
    var index = 0
    while index < tree.nodes.count, faults.count < limit {
      let record = tree.nodes[index]
      if record.flags.contains(.error) || record.flags.contains(.missing) {
        faults.append(SyntaxNode(tree: tree, index: index))
        index = Int(record.next)
      } else {
        index = record.flags.contains(.hasError) ? index + 1 : Int(record.next)
      }
    }
    return faults
  }

  private static func message(_ node: SyntaxNode, _ language: Language) -> String {
    if node.record.flags.contains(.missing) { return "`\(node.kind)` is missing here, as \(language.title) is parsed" }
    // The text is not quoted: it may be a secret, and reports show the line with secrets covered.
    return "this cannot be parsed as \(language.title)"
  }

  /// Whether the code can be parsed as it would be written without what the grammar is known not to place.
  ///
  /// That is syntax younger than the grammar; and that of Python loses its place at a comment that is indented less than the
  /// code around it, below a decorator for one.
  private static func isSoundOtherwise(_ text: [UInt8], in file: CheckedFile, _ language: Language) -> Bool {
    func isSound(_ text: [UInt8]) -> Bool {
      let before = file.unparsed
      guard let tree = file.parse(text, as: language) else {
        // Where there is no time to tell, that the file is wrong is not said.
        if !file.isLate { file.unparsed = before }
        return file.isLate
      }
      return !tree.hasError
    }
    let older = YoungSyntax.replaced(in: text, language)
    if let older, isSound(older) { return true }
    guard language.name == "python" else { return false }
    return TouchedStatements.withoutComments(older ?? text).map(isSound) ?? false
  }

  private static func hasLooseBracket(_ file: CheckedFile) -> Bool {
    // Brackets that a macro opens are closed by another one, or where it is used.
    guard !MacroBrackets.areOpen(in: file) else { return false }
    func isLoose(_ text: [UInt8]) -> Bool {
      BracketBalance.fault(in: text, fileExtension: file.path.fileExtension) != nil
    }
    guard isLoose(file.contents) else { return false }
    // Each branch of a condition of the preprocessor may open what is closed once behind them.
    return YoungSyntax.firstBranches(of: file.contents).map(isLoose) ?? true
  }
}
