internal import HoneGit
internal import HoneKit
internal import HoneScan
internal import HoneTerminal

/// What `git hone search` is asked for, however it was read from the command line.
struct Search: Hashable {
  var pattern: String?
  var language: String?
  var settings: [String]
  var explains: Bool
  var onlyChanged: Bool
  var since: String?
  var includesUntracked: Bool
  var includesGenerated: Bool
  var usesCache: Bool
  var words: [String]
  var pathsAfterTerminator: [String]
  var isJSON: Bool

  /// Why the options do not go together; `nil` when they do.
  var mistake: String? {
    guard (pattern == nil) == (language == nil) else {
      return pattern == nil ? "-l needs -p, the pattern to find." : "-p needs -l, the language of the pattern."
    }
    guard pattern != nil || !words.isEmpty else {
      return "Give -p and -l, or name a recipe; git hone recipe list shows what there is."
    }
    if let text = settings.first(where: { RecipeRequest.setting($0) == nil }) {
      return "--set takes name=value, not `\(text)`."
    }
    return pattern != nil && !settings.isEmpty ? "--set is for recipes; a pattern has no parameters." : nil
  }

  func run(observer: any RunObserver) async throws -> ExitStatus {
    do {
      var (request, words) = try search()
      request.usesCache = request.usesCache && usesCache
      request.listing.onlyChanged = onlyChanged
      request.listing.since = since
      request.listing.includesUntracked = includesUntracked
      request.listing.includesGenerated = includesGenerated
      let repository = try Repository.openToRead(at: ".")
      let printer = SearchPrinter(isJSON: isJSON, observer: observer)
      let interruption = Interruption()
      let summary = try await interruption.listening {
        try request.run(in: repository, paths: words.map { ArgumentText.bytes(of: $0) }) {
          !interruption.isRaised && printer.tell($0)
        }
      }
      return printer.conclude(summary, isInterrupted: interruption.isRaised)
    } catch let fault as SearchRequest.Fault {
      throw RunFailure.usage(fault.problem, remedy: fault.remedy)
    }
  }

  /// What is searched for, and the paths among the words.
  private func search() throws -> (request: SearchRequest, paths: [String]) {
    if let pattern, let language {
      let request = try SearchRequest(
        pattern: pattern, language: language, explains: explains, version: HoneVersion.current)
      return (request, words + pathsAfterTerminator)
    }
    let request = try RecipeSearch.request(
      for: words[0], settings: settings.compactMap { RecipeRequest.setting($0) }, explains: explains)
    return (request, words.dropFirst() + pathsAfterTerminator)
  }
}

extension Search {
  /// The options of a plain command line; the parser has the same.
  static let quickFlags: [QuickArguments.Name] = [
    .init("explain"), .init("changed"), .init("untracked"), .init("generated"), .init("no-cache"),
  ]
  static let quickOptions: [QuickArguments.Name] = [
    .init("pattern", "p"), .init("language", "l"), .init("set", isRepeated: true), .init("since"), .init("format"),
  ]

  /// Reads a plain command line.
  /// - Parameter words: the arguments of the process.
  /// - Returns: `nil` for one that is left to the option parser.
  init?(quickly words: [String]) {
    guard words.first == "search",
      let arguments = QuickArguments(
        words.dropFirst(), flags: Self.quickFlags, options: Self.quickOptions),
      let format = arguments.format
    else { return nil }
    self.init(
      pattern: arguments.value("pattern"), language: arguments.value("language"),
      settings: arguments.allValues("set"), explains: arguments.has("explain"),
      onlyChanged: arguments.has("changed"), since: arguments.value("since"),
      includesUntracked: arguments.has("untracked"),
      includesGenerated: arguments.has("generated"), usesCache: !arguments.has("no-cache"),
      words: arguments.words, pathsAfterTerminator: arguments.pathsAfterTerminator, isJSON: format == .json)
    if mistake != nil { return nil }
  }

  /// Runs the search.
  func run() async -> ExitStatus {
    await Frontend(isJSON: isJSON, printsPatch: false).run { try await run(observer: $0) }
  }
}
