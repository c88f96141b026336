import HoneChecks
import HoneCore
import HoneHooks
import HoneSystem
import HoneTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a second check does not do again, and how much a check takes.
struct CheckMemoryTests {
  /// Takes the staged content of a file out of the repository, so that whoever reads it fails.
  private func lose(_ name: String, _ repository: CheckedRepository) throws {
    let id = try repository.scripted.git("rev-parse", ":\(name)").trimmed
    let object = ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    _ = try repository.scripted.run("rm", ["-f", object])
  }

  @Test func `What had nothing to tell is not read again, and the findings stay the same`() throws {
    let repository = try CheckedRepository(["old.py": "x = 1\n"])
    try repository.stage("a.css", "a {}\n")
    try repository.stage("old.py", "x = 1\ny = 2\n")
    try repository.stage("b.css", "b {} \n")
    let first = try repository.check()
    #expect(first.findings.map(\.finding.rule) == ["leftover/trailing-blanks"])
    #expect(first.unchecked.isEmpty)
    try lose("a.css", repository)
    try lose("old.py", repository)
    let second = try repository.check()
    #expect(second.findings == first.findings)
    #expect(second.unchecked.isEmpty)
    #expect(second.files == first.files)
    #expect(second.bytes == first.bytes)
    let third = try repository.check { $0.options.usesCache = false }
    #expect(third.unchecked.compactMap(\.path?.text) == ["a.css", "old.py"])
    try repository.scripted.git("config", "hone.check.cache", "false")
    #expect(try repository.check().unchecked.count == 2)
  }

  @Test func `Other rules, another version before and another path are looked at anew`() throws {
    let repository = try CheckedRepository(["a.css": "a {} \n"])
    try repository.stage("a.css", "a {} \nb {}\n")
    #expect(try repository.found().isEmpty)
    #expect(try repository.found { $0.options.checksAllLines = true } == ["a.css:1 leftover/trailing-blanks"])
    try repository.stage("copy.css", "a {} \nb {}\n")
    #expect(try repository.found() == ["copy.css:1 leftover/trailing-blanks"])
    try repository.scripted.git("config", "hone.check.off", "leftover/trailing-blanks")
    #expect(try repository.found().isEmpty)
    try repository.scripted.git("config", "--unset", "hone.check.off")
    #expect(try repository.found() == ["copy.css:1 leftover/trailing-blanks"])
    try repository.scripted.git("rm", "-q", "--cached", "a.css")
    try repository.scripted.git("commit", "-q", "-m", "gone")
    try repository.stage("a.css", "a {} \nb {}\n")
    #expect(try repository.found().contains("a.css:1 leftover/trailing-blanks"))
  }

  @Test func `A comment with the name of another language's recipe is looked at again`() throws {
    let repository = try CheckedRepository()
    let home = try #require(repository.scripted.environment["HOME"])
    let file = "\(home)/.local/share/hone/recipes/ruby/own.md"
    let recipe = """
      ---
      language: ruby
      summary: Find own.
      severity: error
      group: test
      ---
      # Find own

      ```hone
      rule: {pattern: own($A)}
      ```
      """
    try repository.scripted.write(file, recipe + "\n")
    try repository.stage("a.py", "x = 1  # hone:ignore test/own\n")
    for _ in 0..<2 { #expect(try repository.found().isEmpty) }
    #expect(try repository.scripted.run("rm", [file]).status.isSuccess)
    #expect(try repository.found() == ["a.py:1 leftover/idle-ignore"])
  }

  @Test(arguments: ["", "short", "folder"])
  func `A memory that is broken is no memory`(state: String) throws {
    let repository = try CheckedRepository()
    try repository.stage("a.css", "a {}\n")
    try repository.stage("b.css", "b {} \n")
    _ = try repository.check()
    let home = try #require(repository.scripted.environment["HOME"])
    let file = "\(home)/.cache/hone/quiet-versions"
    let damage =
      switch state {
      case "": "dd if=/dev/urandom of='\(file)' bs=65536 count=128 conv=notrunc 2>&1"
      case "short": "printf garbage >'\(file)'"
      default: "rm '\(file)' && mkdir '\(file)'"
      }
    #expect(try repository.scripted.run("sh", ["-c", damage]).status.isSuccess)
    for _ in 0..<2 {
      let report = try repository.check()
      #expect(report.findings.map(\.finding.rule) == ["leftover/trailing-blanks"])
      #expect(report.files == 2 && report.bytes == 11)
    }
  }

  @Test func `Without time everything is said to be left out`() throws {
    let repository = try CheckedRepository()
    for number in 0..<20 { try repository.scripted.write("\(number).py", "x = \(number)\n") }
    try repository.scripted.git("add", "--all")
    let report = try repository.check { $0.options.budget = .zero }
    #expect(report.files == 0)
    #expect(report.unchecked.count == 11)
    #expect(report.unchecked.allSatisfy { $0.reason.contains("not looked at") || $0.reason.contains("same reason") })
    let whole = try repository.check { $0.options.budget = .seconds(60) }
    #expect(whole.unchecked.isEmpty)
    #expect(whole.files == 20)
  }

  @Test func `With a budget the same is found, secrets stay covered and fixes of both parts are made`() throws {
    let repository = try CheckedRepository()
    let key = ["AKIA", "Z7Q2LMNB4XVCDRT5"].joined()
    try repository.stage("a.py", "key = f(\"\(key)\"\nx = 1 \n")
    let plain = try repository.check { $0.options.usesCache = false }
    let timed = try repository.check {
      $0.options.usesCache = false
      $0.options.budget = .seconds(60)
    }
    #expect(plain.findings.contains { $0.finding.rule == "syntax/parse-error" })
    #expect(plain.findings.contains { $0.finding.isSecret })
    #expect(timed.findings == plain.findings)
    #expect(timed.files == 1 && timed.bytes == plain.bytes)
    for report in [plain, timed] { #expect(!report.findings.contains { "\($0)".contains(key) }) }
  }

  @Test func `A staged file of 200 MB is told, and never taken into memory`() throws {
    let repository = try CheckedRepository(["big.txt": "a \n"])
    let size = 200 << 20
    // A file without blocks on disk, which git reads and packs in pieces.
    let stage = """
      truncate -s \(size) ../big && id=$(git -c core.bigFileThreshold=1m hash-object -w --no-filters ../big) &&
      git update-index --cacheinfo 100644,$id,big.txt
      """
    #expect(try repository.scripted.run("sh", ["-c", stage]).status.isSuccess)
    try repository.stage("small.css", "a {} \n")
    let before = Self.peakMemory
    let report = try repository.check()
    #expect(Self.peakMemory - before < size / 2)
    #expect(report.findings.map(\.finding.rule) == ["leftover/large-file", "leftover/trailing-blanks"])
    #expect(
      report.unchecked.map { "\($0.path?.text ?? "") \($0.reason)" } == [
        "big.txt has \(size) bytes, and up to 16777216 are read"
      ])
    // As the version before it is not compared with.
    try repository.scripted.git("commit", "-q", "-m", "big")
    try repository.stage("big.txt", "a \n")
    #expect(try repository.found() == ["big.txt:1 leftover/trailing-blanks"])
    #expect(Self.peakMemory - before < size / 2)
  }

  /// The most memory that this process has had so far, in bytes.
  private static var peakMemory: Int {
    var usage = rusage()
    #if canImport(Glibc)
      let unit = 1 << 10
      let status = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      let unit = 1
      let status = getrusage(RUSAGE_SELF, &usage)
    #endif
    return status == 0 ? usage.ru_maxrss * unit : 0
  }

  @Test func `Ten thousand staged files are checked`() throws {
    let repository = try CheckedRepository()
    // One commit through fast-import costs less than ten thousand files.
    var stream = "commit refs/heads/many\ncommitter A <a@example.com> 1700000000 +0000\ndata 0\n"
    for number in 0..<10_000 {
      let text = number == 7_777 ? "breakpoint()\n" : "x = \(number)\n"
      stream +=
        "M 100644 inline d\(number / 100)/f\(number).\(number == 7_777 ? "py" : "txt")\ndata \(text.utf8.count)\n\(text)\n"
    }
    try repository.scripted.git(["fast-import", "--quiet"], input: stream)
    try repository.scripted.git("read-tree", "many")
    let report = try repository.check()
    #expect(report.files == 10_000)
    #expect(
      report.findings.map { "\($0.finding.path?.text ?? "") \($0.finding.rule)" } == [
        "d77/f7777.py leftover/breakpoint"
      ])
  }
}

extension String {
  fileprivate var trimmed: String { String(filter { !$0.isWhitespace }) }
}
