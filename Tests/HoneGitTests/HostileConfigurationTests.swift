import HoneCore
import HoneGit
import HoneSystem
import HoneTestSupport
import Testing

/// Programs that a repository's own configuration names leave a mark when they run; reading leaves none.
@Suite struct HostileConfigurationTests {
  /// A repository with two files, and beside it a program that leaves a mark.
  private func repository() throws -> ScriptedRepository {
    let repository = try ScriptedRepository()
    try repository.write("a.txt", numbered())
    try repository.write("d/b.txt", "word other\n")
    try repository.commit()
    try repository.write(
      "../evil", "#!/bin/sh\necho ran \"$0\" \"$@\" >>\(repository.scratch)/mark\nexit 1\n", mode: 0o755)
    return repository
  }

  private func expectNothingRan(_ repository: ScriptedRepository) {
    #expect(!repository.exists("../mark"), "\(repository.text("../mark") ?? "")")
  }

  private func readEverything(_ opened: Repository) throws {
    _ = try opened.stagedChanges()
    _ = try opened.unstagedChanges()
    _ = try opened.trackedFiles()
    _ = try opened.stagedDiff()
    _ = try opened.unstagedDiff()
    _ = try opened.subjects(touching: [], count: 3)
    _ = try opened.files(mentioning: "line", limit: 5)
    _ = try opened.wouldCommitBeEmpty()
    _ = try opened.refusals(of: [])
    _ = try opened.runs()
    _ = opened.unfinishedRuns()
    try opened.checkWritable()
  }

  @Test(arguments: [false, true]) func readingRunsNoProgramOfTheRepository(isIncluded: Bool) throws {
    let repository = try repository()
    let program = repository.scratch + "/evil"
    let file = isIncluded ? repository.scratch + "/included" : repository.path + "/.git/config"
    if isIncluded { try repository.git("config", "include.path", file) }
    for key in [
      "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external", "diff.e.textconv",
      "diff.e.command", "filter.e.clean", "filter.e.smudge", "filter.e.process", "alias.diff", "alias.ls-files",
      "pager.diff", "pager.log", "gpg.program", "credential.helper", "core.askPass", "merge.e.driver",
    ] { try repository.git("config", "--file", file, key, program) }
    try repository.git("config", "--file", file, "log.showSignature", "true")
    try repository.git("config", "--file", file, "core.hooksPath", repository.scratch + "/hooks")
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman"] {
      try repository.write("../hooks/" + hook, "#!/bin/sh\nexec \(program) hook\n", mode: 0o755)
    }
    // git 2.54 and newer runs these wherever the files of hooks are.
    try repository.git("config", "--file", file, "hook.e.command", program)
    for event in ["post-index-change", "reference-transaction"] {
      try repository.git("config", "--file", file, "--add", "hook.e.event", event)
    }
    try repository.write(".git/info/attributes", "* filter=e diff=e merge=e\n")
    try repository.write("a.txt", numbered(20, [3: "other"]))
    let opened = try repository.open()
    try readEverything(opened)
    #expect(try opened.unstagedChanges().map(\.path.text) == ["a.txt"])
    expectNothingRan(repository)
  }

  /// The bytes that a filter would make are known without it where the file is just what is staged.
  @Test func filterOfTheRepositoryIsNotRunForReading() throws {
    let repository = try repository()
    try repository.git("config", "filter.e.clean", repository.scratch + "/evil")
    try repository.write(".git/info/attributes", "* filter=e\n")
    let changed = try RepositoryPath("a.txt")
    let unchanged = try RepositoryPath("d/b.txt")
    try repository.write("a.txt", numbered(20, [3: "other"]))
    let opened = try repository.open()
    let conversions = try opened.conversions(of: [changed, unchanged])
    let conversion = try #require(try conversions[unchanged]?.get())
    #expect(conversion == .program(driver: "e"))
    #expect(try opened.stagedForm(at: unchanged, conversion: conversion) == utf8("word other\n"))
    let refusal = #expect(throws: Refusal.self) { _ = try opened.stagedForm(at: changed, conversion: conversion) }
    #expect(refusal?.code == .filtered)
    #expect(refusal?.remedy != nil)
    expectNothingRan(repository)
  }

  @Test func filterOfTheUserIsRun() throws {
    let repository = try repository()
    try repository.write("../home/.gitconfig", "[filter \"e\"]\n\tclean = tr a-z b-za\n")
    repository.environment["GIT_CONFIG_GLOBAL"] = repository.scratch + "/home/.gitconfig"
    try repository.write(".git/info/attributes", "* filter=e\n")
    try repository.write("a.txt", "xyz\n")
    let opened = try repository.open()
    #expect(try opened.stagedForm(at: RepositoryPath("a.txt"), conversion: .program(driver: "e")) == utf8("yza\n"))
  }

  /// `git diff-files` looks into submodules with their own configuration.
  @Test func filterOfASubmoduleIsNotRun() throws {
    let inner = try repository()
    let outer = try repository()
    try outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "sub")
    try outer.commit()
    try outer.git(["config", "filter.e.clean", outer.scratch + "/evil"], in: outer.path + "/sub")
    try outer.git(["config", "core.fsmonitor", outer.scratch + "/evil"], in: outer.path + "/sub")
    try outer.write(".git/modules/sub/info/attributes", "* filter=e\n")
    _ = try outer.run("touch", ["-d", "2030-01-01", "sub/a.txt"])
    try readEverything(try outer.open())
    expectNothingRan(outer)
    // git itself would have run it, so the test could have failed.
    _ = try outer.run("git", ["diff-files", "--raw"])
    #expect(outer.exists("../mark"))
  }

  @Test(arguments: [
    ["remote.origin.uploadpack", "EVIL"], ["core.sshCommand", "EVIL", "remote.origin.url", "ssh://host/x"],
    ["core.gitProxy", "EVIL", "remote.origin.url", "git://host/x"],
    ["protocol.ext.allow", "always", "remote.origin.url", "ext::EVIL %S x"],
  ])
  func missingObjectIsNotFetchedByAProgramOfTheRepository(settings: [String]) throws {
    let repository = try repository()
    try repository.git("config", "uploadpack.allowFilter", "true")
    let clone = repository.scratch + "/clone"
    try repository.git(
      "clone", "--quiet", "--filter=blob:none", "--no-checkout", "file://\(repository.path)", clone)
    let program = repository.scratch + "/evil"
    for index in stride(from: 0, to: settings.count, by: 2) {
      let value = settings[index + 1].replacing("EVIL", with: program)
      try repository.git(["config", settings[index], value], in: clone)
    }
    let opened = try repository.open(at: clone)
    let entry = try #require(try opened.headEntry(at: RepositoryPath("a.txt")))
    let refusal = #expect(throws: Refusal.self) { _ = try opened.blob(entry.id) }
    #expect(refusal?.code == .missingObject)
    #expect(refusal?.message.contains("not fetched") == true)
    _ = try? opened.stagedDiff()
    _ = try? opened.files(mentioning: "line", limit: 5)
    expectNothingRan(repository)
    // git itself would have run it, so the test could have failed.
    _ = try repository.run("git", ["cat-file", "blob", entry.id.hex], in: clone)
    #expect(repository.exists("../mark"))
  }
}
