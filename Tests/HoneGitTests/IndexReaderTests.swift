import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// The staged list read from the index file is the one that git prints, or is left to git.
@Suite struct IndexReaderTests {
  /// What the reader says, in git's words; `nil` when it leaves the question to git.
  private func read(_ repository: ScriptedRepository) throws -> [String]? {
    let opened = try repository.open()
    return try opened.stagedRecords(since: opened.head())?.map { record in
      let (old, new) = (record.old, record.new)
      let modes = "\(old?.mode.octal ?? "000000") \(new?.mode.octal ?? "000000")"
      let ids = "\((old?.id ?? .zero).hex) \((new?.id ?? .zero).hex)"
      return ":\(modes) \(ids) \(String(decoding: record.path, as: UTF8.self))"
    }
  }

  /// What git says, without the letter, in the order of the paths.
  private func listed(_ repository: ScriptedRepository) throws -> [String] {
    let tree = (try? repository.head()) ?? ObjectID.emptyTree.hex
    let arguments = ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", tree]
    let fields = try repository.run("git", arguments).standardOutput.split(separator: 0)
    let records = stride(from: 0, to: fields.count - 1, by: 2).map { (fields[$0].dropLast(), fields[$0 + 1]) }
    return records.sorted { $0.1.lexicographicallyPrecedes($1.1) }
      .map { String(decoding: $0.0, as: UTF8.self) + String(decoding: $0.1, as: UTF8.self) }
  }

  /// Names whose order as files and as folders differs, at several depths.
  private static let names = [
    "a", "a-b", "a.b", "a/x", "a0", "b/c/d/e.txt", "b/c/d-e.txt", "b/c.txt", "b-c/d",
    "long/" + .init(repeating: "n", count: 4_090 - 5),
    "z/1", "z/2", "z/3/4", "\u{e4}/\u{f6}",
  ]

  private func edit(_ repository: ScriptedRepository, _ generator: inout SplitMix64) throws {
    var lines = ""
    for name in Self.names where generator.happens(40) {
      if generator.happens(30) {
        lines += "0 \(ObjectID.zero.hex)\t\(name)\n"
      } else {
        let mode = ["100644", "100755", "120000"].randomElement(using: &generator) ?? "100644"
        let text = "text \(Int.random(in: 0..<4, using: &generator))"
        let id = try repository.git(["hash-object", "-w", "--stdin"], input: text).prefix(40)
        lines += "\(mode) \(id)\t\(name)\n"
      }
    }
    // A file takes the place of a folder and the other way round, as `--index-info` sees to.
    try repository.git(["update-index", "--index-info"], input: lines)
  }

  @Test(arguments: [2, 4])
  func stagedListIsThatOfGit(version: Int) throws {
    let repository = try ScriptedRepository()
    var generator = SplitMix64(seed: UInt64(version))
    var compared = 0
    for round in 0..<24 {
      try edit(repository, &generator)
      if round == 0 { try repository.git("update-index", "--index-version", "\(version)") }
      let expected = try listed(repository)
      // Without cached trees the reader would be slower than git, and leaves it.
      if let read = try read(repository) {
        #expect(read == expected)
        compared += 1
      }
      switch generator.next() % 3 {
      case 0:
        try repository.git("write-tree")
        #expect(try read(repository) == expected)
        compared += 1
      case 1:
        try repository.git("commit", "--quiet", "--allow-empty", "-m", "change")
        #expect(try read(repository) == [])
        compared += 1
      default: break
      }
    }
    #expect(compared > 20)
    #expect(repository.bytes(".git/index")?[7] == UInt8(version))
  }

  @Test func extendedFlagsOfVersion3AreRead() throws {
    let repository = try ScriptedRepository()
    for name in ["a", "b/c", "b/d"] { try repository.write(name, name) }
    try repository.commit()
    try repository.git("update-index", "--skip-worktree", "b/c")
    try repository.write("b/d", "other\n")
    try repository.stage("b/d")
    #expect(repository.bytes(".git/index")?[7] == 3)
    let read = try #require(try read(repository))
    #expect(read == (try listed(repository)))
    #expect(read.count == 1)
  }

  @Test(arguments: [
    "git update-index --split-index", "git sparse-checkout set --sparse-index b", "git add --intent-to-add new",
    "git update-index --index-info <conflict", "git replace $(git rev-parse HEAD~) $(git rev-parse HEAD)",
    "git replace $(git rev-parse HEAD~) $(git rev-parse HEAD) && git pack-refs --all",
    "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),sub",
  ])
  func unusualIsLeftToGit(command: String) throws {
    let repository = try ScriptedRepository()
    try repository.write("a", "first\n")
    try repository.commit()
    for name in ["a", "b/c", "d/e"] { try repository.write(name, name) }
    try repository.commit()
    try repository.write("new", "new\n")
    let id = try repository.git("rev-parse", "HEAD:a").prefix(40)
    try repository.write("conflict", "0 \(ObjectID.zero.hex)\ta\n" + (1...3).map { "100644 \(id) \($0)\ta\n" }.joined())
    #expect(try read(repository) == [])
    let output = try repository.run("sh", ["-c", command])
    try #require(output.status.isSuccess, "\(output.message)")
    #expect(try read(repository) == nil)
    // The list is read all the same.
    _ = try repository.open().staged()
  }

  /// Whatever the bytes are, nothing is read outside of them, and what is found ends.
  @Test func damagedIndexIsReadWithinItsBounds() throws {
    let repository = try ScriptedRepository()
    for name in Self.names {
      let entry = "100644,\(ObjectID.emptyTree.hex),\(name)"
      _ = try repository.run("git", ["update-index", "--add", "--cacheinfo", entry])
    }
    for version in ["2", "4"] {
      for name in ["a-b", "b/c/d/e.txt", "z/1", "z/3/4"] { try repository.write(name, name) }
      try repository.git("add", "--", "a-b", "b", "z")
      try repository.git("update-index", "--index-version", version)
      try repository.git("commit", "--quiet", "--allow-empty", "-m", "change")
      let good = try #require(repository.bytes(".git/index"))
      let tree = try #require(ObjectID(hex: try repository.git("rev-parse", "HEAD^{tree}").prefix(40)))
      let object = try repository.run("git", ["cat-file", "tree", tree.hex]).standardOutput
      var readable = 0
      fuzz { generator in
        var bytes = good
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
          case 1 where !bytes.isEmpty:
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
          default: bytes.insert(contentsOf: generator.bytes(atMost: 9), at: bytes.count / 2)
          }
        }
        let found = bytes.withUnsafeBytes { raw -> Bool in
          guard let index = IndexReader(raw) else { return false }
          let records = try? IndexReaderComparison.records(index: index, tree: tree) { id in
            id == tree || id.bytes[0].isMultiple(of: 2) ? object : nil
          }
          return records != nil
        }
        if found { readable += 1 }
      }
      #expect(readable > 0)
    }
  }
}
