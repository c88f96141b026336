internal import HoneCore
internal import HoneSystem

/// Remembers how servers count the tokens of their replies.
///
/// What was learned is kept in the user's cache folder for a week, one file for each address and model, and concerns only which
/// replies count: whoever deletes it has it learned anew.
actor CountLessons {
  private struct Record {
    /// How it lists tokens; `nil` where that was never asked.
    var lesson: CountLesson?
    /// How many replies in a row did not agree with the lesson.
    var misses = 0
    /// How many pieces its replies have.
    var pieces = PieceLesson()
    /// When this began to be learned, in seconds since 1970.
    var found = CountLessons.now
  }

  /// The folder of what was learned; `nil` keeps it in memory.
  private let folder: String?
  private var records: [String: Record] = [:]
  private var probes: [String: Task<CountLesson?, Never>] = [:]
  private static let lifetime = 7 * 24 * 3600
  /// After so many replies in a row that do not add up the lesson itself is doubted, and learned again.
  private static let patience = 2

  /// - Parameter cache: the user's cache folder of Hone; `nil` where there is none.
  init(cache: String?) {
    folder = cache.map { "\($0)/counts" }
  }

  /// What is known of an engine; `nil` when nothing is.
  func lesson(of engine: EngineDescription) -> CountLesson? { record(of: engine)?.lesson }

  /// Remembers what was learned of an engine.
  func remember(_ lesson: CountLesson, of engine: EngineDescription) {
    var record = Record(lesson: lesson)
    if let pieces = self.record(of: engine)?.pieces { record.pieces = pieces }
    write(record, of: engine)
  }

  /// Has an engine probed, once however many ask for it at the same time.
  /// - Parameters:
  ///   - isDoubted: whether to probe also where something is known, which then stays only if the probe says the same or nothing.
  ///   - probe: `nil` when it could not be told this time; then nothing is remembered.
  func learn(
    of engine: EngineDescription, isDoubted: Bool = false, _ probe: @escaping @Sendable () async -> CountLesson?
  ) async -> CountLesson? {
    if !isDoubted, let lesson = lesson(of: engine) { return lesson }
    let key = Self.key(engine)
    let task = probes[key] ?? Task { await probe() }
    probes[key] = task
    let lesson = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    probes[key] = nil
    if let lesson { remember(lesson, of: engine) }
    return lesson
  }

  /// Judges a reply by what is known of its engine.
  /// - Returns: the verdict, and whether it is time to doubt what is known.
  func verdict(on tally: TokenTally, of engine: EngineDescription) -> (CountLesson.Verdict, isDoubtful: Bool) {
    guard var record = record(of: engine), let lesson = record.lesson else { return (.uncounted, false) }
    let verdict = lesson.verdict(on: tally)
    switch verdict {
    case .uncounted: return (.uncounted, false)
    case .whole:
      guard record.misses > 0 else { return (.whole, false) }
      record.misses = 0
    case .damaged: record.misses += 1
    }
    write(record, of: engine)
    return (verdict, record.misses >= Self.patience)
  }

  /// Judges a reply that lists nothing by how many pieces it has, and learns from it.
  func verdict(onPiecesOf tally: TokenTally, of engine: EngineDescription) -> CountLesson.Verdict {
    let known = record(of: engine)
    var record = known ?? Record()
    let verdict = record.pieces.judge(tally)
    if record.pieces != known?.pieces { write(record, of: engine) }
    return verdict
  }

  // MARK: Files

  private static var now: Int { Int(WallTime.now.seconds) }

  /// Whether an engine is known to tell of lost pieces, for those who only look.
  nonisolated static func isCounted(_ engine: EngineDescription, cache: String) -> Bool {
    guard let record = read("\(cache)/counts/\(name(of: engine))") else { return false }
    if case .lists = record.lesson { return true }
    return record.pieces.isLearned
  }

  /// What is known of an engine, for those who only look.
  nonisolated static func remembered(of engine: EngineDescription, cache: String) -> CountLesson? {
    read("\(cache)/counts/\(name(of: engine))")?.lesson
  }

  private static func key(_ engine: EngineDescription) -> String { "\(engine.baseURL)\n\(engine.model)" }

  private static func name(of engine: EngineDescription) -> String {
    "\(FileDigest.sha256(text: key(engine)).prefix(32)).json"
  }

  private func record(of engine: EngineDescription) -> Record? {
    let key = Self.key(engine)
    if let record = records[key] { return record }
    guard let folder, let record = Self.read("\(folder)/\(Self.name(of: engine))") else { return nil }
    records[key] = record
    return record
  }

  private nonisolated static func read(_ file: String) -> Record? {
    guard let bytes = Disk.read(file, limit: 4096), let json = try? JSON(parsing: bytes),
      let misses = json["misses"]?.count, let found = json["found"]?.count,
      (0..<lifetime).contains(now - found)
    else { return nil }
    return Record(
      lesson: CountLesson(json), misses: misses, pieces: json["pieces"].flatMap(PieceLesson.init) ?? PieceLesson(),
      found: found)
  }

  private func write(_ record: Record, of engine: EngineDescription) {
    records[Self.key(engine)] = record
    guard let folder else { return }
    var members: [JSON.Member] = []
    if case .object(let lesson) = record.lesson?.json { members = lesson }
    let json = JSON.object(
      members + [
        .init("address", .string(engine.baseURL)), .init("model", .string(engine.model)),
        .init("misses", .integer(record.misses)), .init("pieces", record.pieces.json),
        .init("found", .integer(record.found)),
      ])
    // A cache that cannot be written is no reason to fail: the next command learns it again.
    try? Disk.makePrivateFolder(folder)
    try? Disk.replace("\(folder)/\(Self.name(of: engine))", with: json.bytes)
  }
}
