internal import HoneRecipes
internal import HoneSyntax

// Replays the history of repositories:
// hone-replay [--rules] [--half training|report|both] [--alike rule|tokens] <commits> <language> <git folder>...

let usage =
  "usage: hone-replay [--rules] [--half training|report|both] [--alike rule|tokens] <commits> <language> <git folder>..."
var words = Array(CommandLine.arguments.dropFirst())
var half = History.Half.report
var alike = CommitEdit.Likeness.rule
var printsRules = false
while let word = words.first, word.hasPrefix("--") {
  words.removeFirst()
  if word == "--rules" {
    printsRules = true
  } else if word == "--half", let named = words.first.flatMap(History.Half.init) {
    half = named
    words.removeFirst()
  } else if word == "--alike", let named = words.first.flatMap(CommitEdit.Likeness.init) {
    alike = named
    words.removeFirst()
  } else {
    throw History.Failure(message: usage)
  }
}
guard words.count >= 3, words.count % 2 == 1, let limit = Int(words[0]) else { throw History.Failure(message: usage) }

let trace = Trace(isOn: printsRules)
print(Score.heading)
for index in stride(from: 1, to: words.count, by: 2) {
  guard let language = Language.named(words[index]) else {
    throw History.Failure(message: "no language \(words[index])")
  }
  let grammar = try GrammarLibrary.standard.grammar(for: language)
  var parser = try SyntaxParser(grammar)
  let history = History(folder: words[index + 1])
  var scores = [Score(), Score()]
  for commit in try history.commits(limit: limit, half: half) {
    let files = try history.files(of: commit, extensions: language.extensions)
    guard !files.isEmpty else { continue }
    trace.commit = "\(language.name) \(commit.prefix(10))"
    let elsewhere = UntouchedFiles(
      history: history, commit: commit, extensions: language.extensions, grammar: grammar)
    let replay = Replay(files, alike: alike, elsewhere: elsewhere, parser: &parser, trace: trace)
    for shown in 1...2 { scores[shown - 1] += try replay.score(shown: shown) }
  }
  let folder = words[index + 1].split(separator: "/").filter { $0 != ".git" && $0 != "repo" }.last ?? ""
  for (shown, score) in scores.enumerated() { print(score.row(language.name, String(folder), shown: shown + 1)) }
}
