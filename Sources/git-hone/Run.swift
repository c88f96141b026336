internal import HoneKit
internal import HoneTerminal

/// What `git hone run` is asked for, however it was read from the command line.
struct Run: Hashable {
  var pattern: String?
  var rewrite: String?
  var language: String?
  var settings: [String] = []
  var explains = false
  var onlyChanged = false
  var since: String?
  var includesUntracked = false
  var includesGenerated = false
  var words: [String] = []
  var pathsAfterTerminator: [String] = []
  var isCommit = false
  var isPatch = false
  var message: String?
  var acceptsAll = false
  var usesCache = true
  var isJSON = false

  /// Why the options do not go together; `nil` when they do.
  var mistake: String? {
    let parts = [pattern, rewrite, language].count { $0 != nil }
    guard parts == 0 || parts == 3 else {
      return pattern != nil && rewrite == nil
        ? "-p needs -r; git hone search lists what a pattern finds."
        : pattern != nil
          ? "-l is missing, the language of the pattern: -p, -r and -l are given together."
          : "-p is missing, the pattern to find: -p, -r and -l are given together."
    }
    guard parts == 3 || !words.isEmpty else {
      return "Name a recipe, or give -p, -r and -l; git hone recipe list shows what there is."
    }
    return settings.first { RecipeRequest.setting($0) == nil }.map { "--set takes name=value, not `\($0)`." }
  }

  var request: RecipeRequest {
    var request = RecipeRequest(words: words, pathsAfterTerminator: pathsAfterTerminator)
    if let pattern, let rewrite, let language {
      request.rewrite = RecipeRequest.Rewrite(pattern: pattern, rewrite: rewrite, language: language)
    }
    request.settings = settings.compactMap { RecipeRequest.setting($0) }
    request.onlyChanged = onlyChanged
    request.since = since
    request.includesUntracked = includesUntracked
    request.includesGenerated = includesGenerated
    request.explains = explains
    request.usesCache = usesCache
    return request
  }

  /// The shared options as far as a plain command line has them.
  private var options: RunOptions {
    var options = RunOptions()
    options.destination = isPatch ? .patch : isCommit ? .commit(message: message) : .stage
    options.acceptsAll = acceptsAll
    return options
  }
}

extension Run {
  /// The options of a plain command line; the parser knows more.
  static let quickFlags: [QuickArguments.Name] = [
    .init("stage"), .init("commit"), .init("patch"), .init("yes", "y"), .init("no-cache"), .init("explain"),
    .init("changed"), .init("untracked"), .init("generated"),
  ]
  static let quickOptions: [QuickArguments.Name] = [
    .init("pattern", "p"), .init("rewrite", "r"), .init("language", "l"), .init("set", isRepeated: true),
    .init("since"), .init("format"), .init("message", "m"),
  ]

  /// Reads a plain command line.
  /// - Parameter words: the arguments of the process.
  /// - Returns: `nil` for one that is left to the option parser.
  init?(quickly words: [String]) {
    guard words.first == "run",
      let arguments = QuickArguments(
        words.dropFirst(), flags: Self.quickFlags, options: Self.quickOptions),
      let format = arguments.format
    else { return nil }
    self.init(
      pattern: arguments.value("pattern"), rewrite: arguments.value("rewrite"), language: arguments.value("language"),
      settings: arguments.allValues("set"), explains: arguments.has("explain"),
      onlyChanged: arguments.has("changed"), since: arguments.value("since"),
      includesUntracked: arguments.has("untracked"),
      includesGenerated: arguments.has("generated"), words: arguments.words,
      pathsAfterTerminator: arguments.pathsAfterTerminator, isCommit: arguments.has("commit"),
      isPatch: arguments.has("patch"), message: arguments.value("message"),
      acceptsAll: arguments.has("yes"), usesCache: !arguments.has("no-cache"),
      isJSON: format == .json)
    let shared = SharedOptions.mistake(
      destinations: ["stage", "commit", "patch"].count { arguments.has($0) }, isCommit: isCommit,
      message: message)
    if shared != nil || mistake != nil { return nil }
  }

  /// Runs what a plain command line asks for, as the command does with the options that the parser read.
  func run() async -> ExitStatus {
    let isInteractive = Terminal.standard().isInteractive && !isJSON
    let isPatch = options.effective(isInteractive: isInteractive).destination == .patch
    return await Frontend(isJSON: isJSON, printsPatch: isPatch).run { observer in
      try await RecipeRun.start(request, options: options, observer: observer)
    }
  }
}
