internal import HoneCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Remembers how servers count the tokens of their replies.
///
/// What was learned is kept in the user's cache folder for a week, one file for each address and model, and concerns only which
/// replies count: whoever deletes it has it learned anew.
actor CountLessons {
  private struct Record {
    var lesson: CountLesson
    /// How many replies in a row did not agree with the lesson.
    var misses = 0
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
    write(Record(lesson: lesson), of: engine)
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
    guard var record = record(of: engine) else { return (.uncounted, false) }
    let verdict = record.lesson.verdict(on: tally)
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

  // MARK: Files

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
      let lesson = CountLesson(json), let misses = json["misses"]?.integer, let found = json["found"]?.integer,
      (0..<lifetime).contains(Int(time(nil)) - found)
    else { return nil }
    return Record(lesson: lesson, misses: misses)
  }

  private func write(_ record: Record, of engine: EngineDescription) {
    records[Self.key(engine)] = record
    guard let folder, case .object(let members) = record.lesson.json else { return }
    let json = JSON.object(
      members + [
        .init("address", .string(engine.baseURL)), .init("model", .string(engine.model)),
        .init("misses", .integer(record.misses)), .init("found", .integer(Int(time(nil)))),
      ])
    // A cache that cannot be written is no reason to fail: the next command learns it again.
    try? Disk.makePrivateFolder(folder)
    try? Disk.replace("\(folder)/\(Self.name(of: engine))", with: json.bytes)
  }
}
