import HoneChecks
import HoneCore
import HoneHooks
import HoneTestSupport
import Testing

/// What users and teams can set.
struct CheckSettingsTests {
  @Test func `Rules are switched off or get another severity by git's configuration`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.css", "a {} \nb {}")
    #expect(try repository.check().isClean)
    try repository.scripted.git("config", "hone.check.error", "leftover/trailing-blanks")
    try repository.scripted.git("config", "hone.check.off", "leftover")
    let report = try repository.check()
    #expect(report.findings.map { "\($0.finding.rule) \($0.finding.severity)" } == ["leftover/trailing-blanks error"])
    #expect(!report.isClean)
    #expect(try repository.found { $0.options.skippedRules = ["leftover/trailing-blanks"] }.isEmpty)
  }

  @Test func `The team's file is taken as it is staged`() throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.stage("b.css", "b {} \n")
    try repository.scripted.write(".hone.yml", "checks: {off: [leftover/trailing-blanks]}\n")
    #expect(try repository.found() == ["b.css:1 leftover/trailing-blanks"])
    try repository.scripted.stage(".hone.yml")
    #expect(try repository.found().isEmpty)
    try repository.scripted.commit("team")
    try repository.stage("c.css", "c {} \n")
    #expect(try repository.found().isEmpty)
  }

  @Test func `Files that the team leaves alone are still looked through for secrets`() throws {
    let repository = try CheckedRepository()
    let key = ["AKIA", "Z7Q2LMNB4XVCDRT5"].joined()
    try repository.stage(".hone.yml", "ignore: [vendor/]\n")
    try repository.stage("vendor/a.css", "a {} \n")
    try repository.stage("vendor/a.py", "key = \"\(key)\"\n")
    let found = try repository.found()
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("vendor/a.py:1 secret/") == true)
  }

  @Test(arguments: [("hone.check.maxFileSize", "many"), ("hone.check.maxFileSize", "-1")])
  func `A setting that means nothing is refused by its name`(key: String, value: String) throws {
    let repository = try CheckedRepository(["a.css": "a {}\n"])
    try repository.scripted.git("config", key, value)
    do throws(Refusal) {
      _ = try repository.check()
      Issue.record("taken: \(value)")
    } catch {
      #expect(error.message.contains(key))
      #expect(error.remedy != nil)
    }
  }

  @Test func `The limit of file sizes can be set`() throws {
    let repository = try CheckedRepository()
    try repository.stage("a.txt", String(repeating: "x\n", count: 2_000))
    #expect(try repository.found().isEmpty)
    try repository.scripted.git("config", "hone.check.maxFileSize", "2k")
    #expect(try repository.found() == ["a.txt:1 leftover/large-file"])
  }
}
