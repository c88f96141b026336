internal import HoneChecks
internal import HoneCore
internal import HoneGit
internal import HoneSyntax
internal import HoneSystem

/// What threads do for a `CheckSession`: read versions, and run a part of the checks on them.
struct CheckWork: Sendable {
  /// How many bytes of a file are read; larger ones are told and not read, so that memory stays bounded.
  static let readLimit = 16 << 20
  /// How many bytes a second the checks that look at bytes get through at least, on one core; half of what was measured.
  private static let pace = 24_000_000.0
  /// Below this many bytes a file is parsed as a whole.
  private static let worthComparing = 2_048

  let targets: [CheckTarget]
  let part: Checker.Part
  let checker: Checker
  let historyChecker: Checker
  let checksAllLines: Bool
  let deadline: Moment?
  /// Versions that were read before, by the place of their target.
  var kept = Kept()

  /// A version with its bytes.
  struct Loaded: Sendable {
    /// Its place among the targets.
    var index: Int
    var version: FileVersion
    var commit: ObjectID?
    /// Empty when the file is not read.
    var contents: [UInt8]
    var size: Int
    /// When the time for checks is over.
    var deadline: Moment?
    /// Why the file is not read, as the rest of a sentence that begins with its path; `nil` when it is.
    var reason: String?

    init(_ index: Int, of target: CheckTarget, contents: [UInt8], size: Int, deadline: Moment?, reason: String? = nil) {
      self.index = index
      version = target.version
      commit = target.commit
      self.contents = contents
      self.size = size
      self.deadline = deadline
      self.reason = reason
    }

    var file: CheckedFile {
      CheckedFile(path: version.path, mode: version.entry.mode, contents: contents, size: size, deadline: deadline)
    }
  }

  /// Versions in the order of their targets; a table of them would take longer to make ready than a hook's file to check.
  struct Kept: Sendable {
    private var versions: [Loaded] = []

    /// Adds the version of a target behind all that are there.
    mutating func append(_ version: Loaded) { versions.append(version) }

    subscript(index: Int) -> Loaded? {
      var (low, high) = (0, versions.count)
      while low < high {
        let middle = (low + high) / 2
        if versions[middle].index < index { low = middle + 1 } else { high = middle }
      }
      return low < versions.count && versions[low].index == index ? versions[low] : nil
    }
  }

  /// What became of a target.
  enum Outcome: Sendable {
    case checked(Loaded, FileFindings)
    /// It must be read by the thread that the repository belongs to.
    case unread
    /// The time for checks was over before.
    case late
  }

  var isLate: Bool { deadline.map { Moment.now >= $0 } ?? false }

  /// A version that is not read because of its size; `nil` for one that is to be.
  func unread(_ index: Int, size: Int) -> Loaded? {
    var reason: String?
    if size > Self.readLimit {
      reason = "has \(size) bytes, and up to \(Self.readLimit) are read"
    } else if let deadline, Double(size) > max(0, (deadline - .now) / .seconds(1)) * Self.pace {
      reason =
        (part == .thorough ? "was not parsed, only looked through for secrets and leftovers, because it " : "")
        + "has \(size) bytes, for which the time for checks was too short"
    }
    return reason.map { Loaded(index, of: targets[index], contents: [], size: size, deadline: deadline, reason: $0) }
  }

  /// Reads a version and checks it.
  func outcome(of index: Int, _ reader: borrowing BlobReader) -> Outcome {
    if isLate { return .late }
    let target = targets[index]
    let loaded: Loaded
    if let kept = kept[index] {
      loaded = kept
    } else {
      let id = target.version.entry.id
      guard let size = reader.size(of: id) else { return .unread }
      if let unread = unread(index, size: size) {
        loaded = unread
      } else {
        guard let contents = reader.blob(id) else { return .unread }
        loaded = Loaded(index, of: target, contents: contents, size: size, deadline: deadline)
      }
    }
    var base: [UInt8]?
    if let id = onlyBase(of: loaded) {
      guard let size = reader.size(of: id) else { return .unread }
      base = size <= Self.readLimit ? reader.blob(id) : nil
    }
    return .checked(loaded, findings(in: loaded, since: base))
  }

  /// The version that a target is new against, where there is one and comparing is likely to save time.
  func onlyBase(of loaded: Loaded) -> ObjectID? {
    guard part != .quick, !checksAllLines, loaded.commit == nil, loaded.reason == nil,
      loaded.size >= Self.worthComparing, loaded.version.bases.count == 1, let base = loaded.version.bases.first,
      base.mode.isRegularFile, let language = Language.named(path: loaded.version.path),
      TouchedStatements.canFind(in: language)
    else { return nil }
    return base.id
  }

  /// Runs the checks.
  /// - Parameter base: the version before, where only what differs from it need be parsed.
  func findings(in loaded: Loaded, since base: [UInt8]?) -> FileFindings {
    guard loaded.commit == nil else { return historyChecker.findings(in: loaded.file, part: part) }
    if let base, checker.isQuiet(loaded.file, since: base) {
      return part == .thorough ? FileFindings(findings: []) : checker.findings(in: loaded.file, part: .quick)
    }
    return checker.findings(in: loaded.file, part: part, tellsIdleIgnores: checksAllLines)
  }
}
