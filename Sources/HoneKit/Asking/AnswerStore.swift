internal import Crypto
internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneRecipes
internal import HoneSystem

/// Answers that an engine has given, so that nobody asks the same twice.
///
/// Those that passed fence and gates are kept apart from those that were refused in the end, which are judged again.
///
/// They are known by recipe, model and what was asked, which holds the text of the place and all that was shown beside it;
/// files are known by recipe, model and blob: one that a finished run left behind holds nothing to ask about.
struct AnswerStore {
  /// An answer may have as many bytes.
  private static let answerLimit = 1 << 20
  private static let bound = 64 << 20

  private let folder: CacheFolder?
  private let base: [UInt8]

  /// - Parameter isUsed: false for a store that keeps nothing.
  init(
    _ recipe: Recipe, settings: [(name: String, value: String)], engine: (name: String, model: String),
    environment: Environment, isUsed: Bool
  ) {
    let directories = isUsed ? UserDirectories(environment: environment) : nil
    folder = directories.map { CacheFolder("\($0.cache)/answers", bound: Self.bound, fileLimit: Self.answerLimit) }
    var base: [UInt8] = []
    let words =
      ["answers 1", HoneVersion.current, engine.name, engine.model] + settings.map { "\($0.name)=\($0.value)" }
    for part in words.map({ Array($0.utf8) }) + [recipe.source] { base += Array("\(part.count)\n".utf8) + part }
    self.base = base
  }

  /// The answer to a request; `nil` when it is not known.
  func answer(to request: EngineRequest) -> String? {
    folder?.read(name(of: request)).map { String(decoding: $0, as: UTF8.self) }
  }

  func keep(_ answer: String, to request: EngineRequest) {
    folder?.write(Array(answer.utf8), to: name(of: request))
  }

  /// The answer to a request that was refused in the end; `nil` when it is not known.
  func refusedAnswer(to request: EngineRequest) -> String? {
    folder?.read(name(ofRefused: request)).map { String(decoding: $0, as: UTF8.self) }
  }

  func keep(refused answer: String, to request: EngineRequest) {
    folder?.write(Array(answer.utf8), to: name(ofRefused: request))
  }

  /// Whether a finished run of the recipe left a file like this.
  func isFinished(_ id: ObjectID) -> Bool { folder?.read(name(of: id)) != nil }

  func finish(_ id: ObjectID) { folder?.write([], to: name(of: id)) }

  /// Makes room for the next run.
  func prune() { folder?.prune() }

  private func name(of request: EngineRequest) -> String { name(parts(of: request)) }

  private func name(ofRefused request: EngineRequest) -> String { name(["refused"] + parts(of: request)) }

  private func parts(of request: EngineRequest) -> [String] {
    request.messages.flatMap { [$0.role.rawValue, $0.content] } + [request.prefill ?? ""]
  }

  private func name(of id: ObjectID) -> String { name(["finished", id.hex]) }

  private func name(_ parts: [String]) -> String {
    var hash = SHA256()
    hash.update(data: base)
    for part in parts { hash.update(data: Array("\(part.utf8.count)\n\(part)".utf8)) }
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
