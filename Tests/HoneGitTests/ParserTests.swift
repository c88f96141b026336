import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneGit

/// The readers of what git prints and of Hone's own records: round trips, and any bytes whatever.
@Suite struct ParserTests {
  private static let id = String(repeating: "0123456789", count: 4)
  private static let rawDiff = utf8(
    ":100644 100755 \(id) \(id) M\0a b.txt\0:000000 100644 \(id) \(id) A\0.git/\u{e9}.txt\0"
      + ":000000 100644 \(id) \(id) A\0\u{e9}\n.txt\0")
  private static let listing = utf8(
    "H 100644 \(id) 0\ta.txt\0S 100755 \(id) 0\tb\tc\0M 100644 \(id) 2\td\0h 100644 \(id) 0\te\0")

  private static var record: RunRecord {
    get throws {
      var details = RunDetails(kind: "edit", instruction: "two\nlines \\ and a \0", engine: "local", model: "m")
      (details.promptTokens, details.cachedTokens, details.completionTokens) = (1, 2, 3)
      details.duration = 250
      (details.engineTime, details.firstToken, details.cost) = (200, 40, 0.0125)
      let id = try #require(ObjectID(hex: id))
      let file = RunFile(
        path: try RepositoryPath(bytes: [0x61, 0xff, 0x5c, 0x20]), indexBefore: IndexEntry(mode: .executable, id: id),
        indexAfter: nil, workTreeBefore: nil, workTreeAfter: id, permissions: 0o755)
      return RunRecord(
        id: "20260101-000000000-abcd", details: details, written: .commit, headBefore: id, headAfter: id,
        undoes: "other", files: [file], createdFolders: [try RepositoryPath("new folder")])
    }
  }

  @Test func rawDiffIsRead() throws {
    // The second path reaches into .git, where Hone never writes, so it is left out.
    let changes = try #require(RawDiff.parse(Self.rawDiff))
    #expect(changes.map(\.path.text) == ["a b.txt", "\u{e9}\n.txt"])
    #expect(changes.first?.status == .modified)
    #expect(changes.first?.newMode == .executable)
    #expect(RawDiff.parse([]) == [])
  }

  @Test func listingIsRead() throws {
    let files = try #require(IndexListing.parse(Self.listing))
    #expect(files.map(\.path.text) == ["a.txt", "b\tc", "d", "e"])
    #expect(files.map(\.mark) == [nil, .skipWorktree, .unmerged, .assumeUnchanged])
    #expect(files.map(\.stage) == [0, 0, 2, 0])
  }

  @Test(arguments: [
    "x", ":100644", ":100644 100644 12 34 M\0a\0", ":1 2 3 4 5\0a\0", "H 100644 0\ta\0", "100644 12 0\ta\0", "no tab\0",
  ])
  func otherFormsAreNotRead(text: String) {
    #expect(RawDiff.parse(utf8(text)) == nil)
    #expect(IndexListing.parse(utf8(text)) == nil)
  }

  @Test func recordSurvivesTheRoundTrip() throws {
    let record = try Self.record
    let process = ProcessIdentity(id: 7, startTime: 99, host: "a host")
    let decoded = try #require(RunRecordText.decode(RunRecordText.encode(record, process: process)))
    #expect(decoded.record == record)
    #expect(decoded.process == process)
  }

  @Test func recordThatIsCutOffIsNotRead() throws {
    let bytes = RunRecordText.encode(try Self.record)
    for count in 0..<bytes.count { #expect(RunRecordText.decode(Array(bytes[..<count])) == nil) }
  }

  @Test func unknownKeysOfALaterVersionArePassedOver() throws {
    var text = String(decoding: RunRecordText.encode(try Self.record), as: UTF8.self)
    text = text.replacing("kind edit\n", with: "kind edit\nmood good\n")
    #expect(RunRecordText.decode(utf8(text)) != nil)
    #expect(RunRecordText.decode(utf8(text.replacing("hone-run 1", with: "hone-run 2"))) == nil)
  }

  /// Damages good input at random places; whatever comes, the readers answer and never crash, and what they accept
  /// is whole.
  @Test func damagedInputIsNeverFatal() throws {
    var generator = SplitMix64(seed: 20_260_101)
    let seeds = [Self.rawDiff, Self.listing, RunRecordText.encode(try Self.record)]
    let clock = ContinuousClock()
    let end = clock.now + .seconds(1)
    var rounds = 0
    while clock.now < end, rounds < 20_000 {
      var bytes = seeds[rounds % seeds.count]
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
        case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        default: bytes.removeSubrange(place...)
        }
      }
      for file in IndexListing.parse(bytes) ?? [] { #expect(file.stage <= 3) }
      for change in RawDiff.parse(bytes) ?? [] { #expect(!change.path.bytes.contains(0)) }
      if let decoded = RunRecordText.decode(bytes) {
        let again = RunRecordText.decode(RunRecordText.encode(decoded.record))
        #expect(again?.record == decoded.record)
      }
      rounds += 1
    }
    #expect(rounds > 0)
  }

  /// A merge of random edits either equals what `git merge-file` makes of them or both call it a conflict.
  @Test func mergesAgreeWithGit() throws {
    let repository = try ScriptedRepository()
    var generator = SplitMix64(seed: 7)
    for _ in 0..<40 {
      let base = (0..<12).map { "line \($0)\n" }
      func edited() -> String {
        var lines = base
        for _ in 0..<2 {
          let place = Int.random(in: lines.indices, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: lines.remove(at: place)
          case 1: lines.insert("new \(Int.random(in: 0..<3, using: &generator))\n", at: place)
          default: lines[place] = "changed \(Int.random(in: 0..<3, using: &generator))\n"
          }
        }
        return lines.joined()
      }
      let (ours, theirs) = (edited(), edited())
      for (name, text) in [("base", base.joined()), ("ours", ours), ("theirs", theirs)] {
        try repository.write(name, text)
      }
      let output = try repository.run("git", ["merge-file", "-p", "ours", "base", "theirs"])
      let merged = TextMerge.merge(base: utf8(base.joined()), ours: utf8(ours), theirs: utf8(theirs))
      #expect(merged == (output.status.isSuccess ? output.standardOutput : nil))
    }
  }
}
