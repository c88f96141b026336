internal import HoneRecipes
internal import HoneSyntax

// Replays the history of repositories: hone-replay [-v] <commits> <language> <git folder> [<language> <git folder>]...

var words = Array(CommandLine.arguments.dropFirst())
let isVerbose = words.first == "-v"
if isVerbose { words.removeFirst() }
guard words.count >= 3, words.count % 2 == 1, let limit = Int(words[0]) else {
  print("usage: hone-replay [-v] <commits> <language> <git folder> [<language> <git folder>]...")
  throw History.Failure(message: "wrong usage")
}

func percent(_ part: Int, of whole: Int) -> String {
  whole == 0 ? "-" : "\((100 * part + whole / 2) / whole)%"
}

print(
  "language    shown groups wanted | sure right wrong precision recall | maybe right wrong | recall of both | ms/group")
for index in stride(from: 1, to: words.count, by: 2) {
  guard let language = Language.named(words[index]) else {
    throw History.Failure(message: "no language \(words[index])")
  }
  let grammar = try GrammarLibrary.standard.grammar(for: language)
  var parser = try SyntaxParser(grammar)
  let history = History(folder: words[index + 1])
  var scores = [Replay.Score(), Replay.Score()]
  for commit in try history.commits(limit: limit) {
    let files = try history.files(of: commit, extensions: language.extensions)
    guard !files.isEmpty else { continue }
    let replay = try Replay(files, parser: &parser, isVerbose: isVerbose)
    if isVerbose { print(commit) }
    for shown in 1...2 { scores[shown - 1] += try replay.score(shown: shown) }
  }
  for (shown, score) in scores.enumerated() {
    print(
      language.name, shown + 1, score.groups, score.wanted, "|", score.sure.right, score.sure.wrong,
      percent(score.sure.right, of: score.sure.right + score.sure.wrong), percent(score.sure.right, of: score.wanted),
      "|",
      score.maybe.right, score.maybe.wrong, "|", percent(score.sure.right + score.maybe.right, of: score.wanted), "|",
      score.groups == 0 ? 0 : Int(1000 * score.seconds) / score.groups, separator: "\t")
  }
}
