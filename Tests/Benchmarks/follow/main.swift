internal import HoneRecipes
internal import HoneSyntax
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

// Replays the history of repositories:
// hone-replay [--rules|--all-rules] [--half training|report|both] [--depth <commits>] [--seed <number>] [--files <number>]
//   [--only <names of commits>] <commits> <language> <git folder>...

let usage =
  "usage: hone-replay [--rules|--all-rules] [--half training|report|both] [--depth <commits>] [--seed <number>] [--files <number>]"
  + " [--only <names of commits>] <repetitive commits> <language> <git folder>..."
var words = Array(CommandLine.arguments.dropFirst())
var half = History.Half.report
var depth = 3000
var seed: UInt64 = 1
var fileLimit = 100
var detail = Trace.Detail.none
/// What the names of commits begin with that are replayed; empty for all.
var only: [Substring] = []
while let word = words.first, word.hasPrefix("--") {
  words.removeFirst()
  if word == "--rules" || word == "--all-rules" {
    detail = word == "--rules" ? .rules : .allRules
    continue
  }
  guard let value = words.first else { throw History.Failure(message: usage) }
  words.removeFirst()
  switch word {
  case "--half":
    guard let named = History.Half(rawValue: value) else { throw History.Failure(message: usage) }
    half = named
  case "--depth":
    guard let number = Int(value) else { throw History.Failure(message: usage) }
    depth = number
  case "--seed":
    guard let number = UInt64(value) else { throw History.Failure(message: usage) }
    seed = number
  case "--files":
    guard let number = Int(value) else { throw History.Failure(message: usage) }
    fileLimit = number
  case "--only": only = value.split(separator: ",")
  default: throw History.Failure(message: usage)
  }
}
guard words.count >= 3, words.count % 2 == 1, let limit = Int(words[0]) else { throw History.Failure(message: usage) }

/// What one commit came to: the scores from one place and from two.
struct CommitResult: Sendable {
  var scores: [Score]
  var trace: [String]
}

/// - Returns: `nil` for a commit that repeats no edit.
@Sendable func replay(
  _ commit: String, in history: History, _ language: Language, _ grammar: Grammar, fileLimit: Int, detail: Trace.Detail
) -> CommitResult? {
  guard let files = try? history.files(of: commit, extensions: language.extensions), !files.isEmpty,
    var parser = try? SyntaxParser(grammar)
  else { return nil }
  let elsewhere = UntouchedFiles(
    history: history, commit: commit, extensions: language.extensions, grammar: grammar, limit: fileLimit)
  let trace = Trace(detail, commit: "\(language.name) \(commit.prefix(10))")
  guard let replay = Replay(files, elsewhere: elsewhere, parser: &parser, trace: trace),
    let one = try? replay.score(shown: 1), let two = try? replay.score(shown: 2)
  else { return nil }
  return CommitResult(scores: [one, two], trace: trace.lines)
}

print(Score.heading)
for index in stride(from: 1, to: words.count, by: 2) {
  guard let language = Language.named(words[index]) else {
    throw History.Failure(message: "no language \(words[index])")
  }
  let grammar = try GrammarLibrary.standard.grammar(for: language)
  let history = History(folder: words[index + 1])
  var scores = [Score(), Score()]
  var found = 0
  let commits = try history.commits(depth: depth, half: half, seed: seed)
    .filter { name in only.isEmpty || only.contains { name.hasPrefix($0) } }
  let (fileLimit, detail) = (fileLimit, detail)
  ParallelMap(window: 8).run(
    count: commits.count, worker: {},
    work: { _, number in
      replay(commits[number], in: history, language, grammar, fileLimit: fileLimit, detail: detail)
    },
    consume: { _, result in
      guard let result else { return true }
      found += 1
      result.trace.forEach { print($0) }
      fflush(nil)
      for shown in 0...1 { scores[shown] += result.scores[shown] }
      return found < limit
    })
  let folder = words[index + 1].split(separator: "/").filter { $0 != ".git" && $0 != "repo" }.last ?? ""
  for (shown, score) in scores.enumerated() {
    print(score.row(language.name, String(folder), shown: shown + 1, commits: found))
  }
}
