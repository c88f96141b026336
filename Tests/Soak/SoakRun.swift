#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport

/// One repository, a user who edits and stages at random, and Hone, which writes, undoes and is killed at random.
struct SoakRun {
  /// What a soak did.
  struct Report {
    var steps = 0
    var writes = 0
    var refusals = 0
    var kills = 0
  }

  private let repository: ScriptedRepository
  /// This program, which starts itself again to be killed.
  private let program: String
  private var random: SplitMix64
  private var model = SoakModel()
  private(set) var report = Report()
  private var tokens = 0

  private static let names = ["a.txt", "b.txt", "dir/c.txt", "dir/deep/d.txt", "name with blank.txt", "ü.txt"]

  init(seed: UInt64, program: String) throws {
    self.program = program
    random = SplitMix64(seed: seed)
    repository = try ScriptedRepository()
    try repository.git("config", "core.quotePath", "false")
    try repository.git("config", "hone.keepRuns", "1000000")
    try repository.git("config", "gc.auto", "0")
    for name in Self.names.dropLast(2) { try repository.write(name, text(lines: 30)) }
    if random.happens(90) { try repository.commit() }
    let shapes = [
      ["update-index", "--index-version", "4"], ["update-index", "--split-index"],
      ["update-index", "--untracked-cache"], ["config", "core.autocrlf", "false"],
    ]
    try repository.git(shapes.randomElement(using: &random) ?? [])
  }

  /// Takes one step of the user or of Hone, and sees that nothing is lost.
  mutating func step() throws {
    report.steps += 1
    guard random.happens(60) else { return try userStep() }
    var before = try SoakState(of: repository)
    guard let action = action(on: before) else { return try userStep() }
    let isKilled = random.happens(50)
    let isBusy = random.happens(30)
    let (isDone, busy) =
      try isKilled ? performKilled(action, besides: isBusy ? busyPath(action) : nil) : (perform(action), nil)
    try settle()
    let now = try SoakState(of: repository)
    if action.kind != .undo { try model.check(action, from: before, to: now, isDone: isDone, besides: busy) }
    // What the user wrote over is no loss of Hone's.
    if let busy { before.forget(busy) }
    try model.checkNothingIsLost(from: before, to: now, in: repository)
    let fsck = try repository.run("git", ["fsck", "--strict", "--no-dangling", "--no-progress"])
    guard fsck.status.isSuccess else { throw SoakFailure(description: fsck.message) }
    guard !repository.exists(".git/index.lock"), !now.workTree.keys.contains(where: { $0.contains(".hone-") }) else {
      throw SoakFailure(description: "a lock or a temporary file was left")
    }
  }

  // MARK: Hone

  private mutating func action(on state: SoakState) -> HoneAction? {
    if random.happens(15) { return HoneAction(kind: .undo) }
    var edits: [HoneAction.FileEdit] = []
    for path in state.index.keys.sorted().shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
      let lines = String(decoding: state.index[path] ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
      guard let old = lines.randomElement(using: &random) else { continue }
      edits.append(.init(path: path, old: old, new: random.happens(10) ? "" : token("hone")))
    }
    if random.happens(15) { edits.append(.init(path: "new/\(token("file")).txt", old: "", new: token("hone"))) }
    guard !edits.isEmpty else { return nil }
    return HoneAction(kind: random.happens(25) ? .commit : .stage, edits: edits)
  }

  /// - Returns: whether it was done; a refusal is an answer, not a failure.
  private mutating func perform(_ action: HoneAction) throws -> Bool {
    do {
      try action.perform(in: repository.path, environment: repository.environment)
      report.writes += 1
      return true
    } catch is Refusal {
      report.refusals += 1
      return false
    }
  }

  /// Starts the action as a process of its own and kills it, at a step of the write or at any moment, while the user may
  /// stage another file.
  private mutating func performKilled(
    _ action: HoneAction, besides busy: String?
  ) throws -> (isDone: Bool?, busy: String?) {
    var arguments = ["--child", repository.path]
    let isAtStep = random.happens(50)
    let step = WriteStep.allCases.randomElement(using: &random)
    if isAtStep, let step { arguments += ["--kill-at", step.rawValue] }
    let command = ChildProcess.Command(
      program, arguments + action.arguments, environment: repository.environment, directory: repository.scratch)
    let child = try ChildProcess.startDetached(command, log: repository.scratch + "/log")
    if let busy {
      try repository.write(busy, text(lines: 20))
      while try !repository.run("git", ["add", "--", busy]).status.isSuccess {
        // A killed child keeps the lock until somebody repairs, which is what the user would be told to do.
        if kill(child, 0) != 0 { try settle() }
        try settle()
      }
    }
    if !isAtStep {
      usleep(UInt32.random(in: 0..<120_000, using: &random))
      kill(child, [SIGKILL, SIGINT, SIGTERM].randomElement(using: &random) ?? SIGKILL)
    }
    switch ChildProcess.wait(for: child) {
    case .signalled:
      report.kills += 1
      return (nil, busy)
    case .exited(let code):
      if code == 0 { report.writes += 1 } else { report.refusals += 1 }
      return (code == 0, busy)
    }
  }

  /// What the next command of Hone does first: repairs what was left behind.
  private func settle() throws {
    for _ in 0..<50 {
      let notes = try Repository.open(at: repository.path, environment: repository.environment).recover()
      let remarks = notes.filter { $0.resolution != .pending }.flatMap(\.remarks)
      guard remarks.isEmpty else { throw SoakFailure(description: remarks.joined(separator: "; ")) }
      if !notes.contains(where: { $0.resolution == .pending }) { return }
      usleep(20_000)
    }
  }

  // MARK: The user

  private mutating func userStep() throws {
    let name = Self.names.randomElement(using: &random) ?? "a.txt"
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<45: try repository.write(name, edited(repository.text(name) ?? ""))
    case 45..<65: try repository.git("add", "--all", "--", ":/")
    case 65..<80:
      // Staged and unstaged hunks in one file.
      try repository.write(name, edited(repository.text(name) ?? text(lines: 12)))
      try repository.git("add", "--", name)
      try repository.write(name, edited(repository.text(name) ?? ""))
    case 80..<88: _ = try repository.run("git", ["commit", "--quiet", "-m", token("commit")])
    case 88..<93: if repository.exists(name) { try repository.remove(name) }
    case 93..<97: _ = try repository.run("chmod", ["+x", name])
    default: try repository.git("gc", "--quiet", "--prune=now")
    }
  }

  private func busyPath(_ action: HoneAction) -> String? {
    Self.names.first { name in !action.edits.contains { $0.path == name } && action.kind != .undo }
  }

  private mutating func edited(_ text: String) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...lines.count, using: &random)
      if place < lines.count, random.happens(40) {
        lines[place] = token("user")
      } else {
        lines.insert(token("user"), at: place)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private mutating func text(lines: Int) -> String { (0..<lines).map { _ in token("line") + "\n" }.joined() }

  /// A word that stands nowhere else.
  private mutating func token(_ word: String) -> String {
    tokens += 1
    return "\(word)-\(tokens)"
  }
}
