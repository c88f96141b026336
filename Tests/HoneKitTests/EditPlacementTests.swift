import HoneCore
import HoneGit
import HoneTestSupport
import Testing

@testable import HoneKit

/// A file as it is staged, whose lines `changed` belong to the change at hand.
func editable(_ path: String, _ text: String, changed: [ClosedRange<Int>] = []) throws -> EditableFile {
  EditableFile(
    path: try RepositoryPath(path), entry: IndexEntry(mode: .regular, id: .emptyTree), base: .index,
    bytes: Array(text.utf8), id: .emptyTree, changedLines: changed)
}

struct EditPlacementTests {
  private static let text = "one\ntwo\nthree\nfour\n"

  private func take(
    _ edits: Edit..., changedOnly: Bool = false, allowsNewFiles: Bool = true, changed: [ClosedRange<Int>] = []
  ) throws -> (proposals: ProposalSet, refusals: [Refusal]) {
    let file = try editable("a.txt", Self.text, changed: changed)
    var proposals = ProposalSet()
    proposals.open(file)
    let fence = Fence(paths: [file.path], isChangedLinesOnly: changedOnly, allowsFileOperations: allowsNewFiles)
    let placement = EditPlacement(fence: fence, window: nil)
    var refusals: [Refusal] = []
    for edit in edits {
      do throws(Refusal) { _ = try placement.take(edit, into: &proposals) } catch { refusals.append(error) }
    }
    return (proposals, refusals)
  }

  private func replace(_ search: String, _ replacement: String, path: String = "a.txt") -> Edit {
    Edit(path: path, change: .replace(search: Array(search.utf8), replacement: Array(replacement.utf8)))
  }

  private func result(_ proposals: ProposalSet, _ path: String = "a.txt") throws -> String? {
    proposals.result(at: try RepositoryPath(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `Edits add up`() throws {
    let taken = try take(replace("two", "2"), replace("four", "4"))
    #expect(taken.refusals.isEmpty)
    #expect(try result(taken.proposals) == "one\n2\nthree\n4\n")
    #expect(taken.proposals.editCount == 2)
  }

  /// Takes what a patch that updates `a.txt` asks for.
  private func patch(
    _ body: String, of text: String, path: String = "a.txt"
  ) throws -> (proposals: ProposalSet, refusals: [Refusal], taken: [EditPlacement.Taken]) {
    let file = try editable(path, text)
    var proposals = ProposalSet()
    proposals.open(file)
    let placement = EditPlacement(
      fence: Fence(paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false), window: nil)
    var parser = V4APatchParser()
    var taken: [EditPlacement.Taken] = []
    var refusals: [Refusal] = []
    for edit in try parser.feed("*** Begin Patch\n*** Update File: \(path)\n\(body)*** End Patch\n".utf8) {
      do throws(Refusal) {
        let new = try placement.take(edit, into: &proposals)
        refusals.removeAll { refusal in new.contains { $0.withdrawn.contains(refusal) } }
        taken += new
      } catch {
        refusals.append(error)
      }
    }
    return (proposals, refusals, taken)
  }

  @Test func `Chunks of a patch are edits of their own, each below the one before it`() throws {
    let found = try patch("@@\n-a\n+x\n@@\n-b\n+y\n", of: "c\na\nb\n")
    #expect(found.refusals.isEmpty && found.taken.count == 2)
    #expect(found.proposals.editCount == 2)
    #expect(try result(found.proposals) == "c\nx\ny\n")
    // A section of its own begins at the top again.
    let again = try patch("@@\n-c\n+z\n*** Update File: a.txt\n@@\n-a\n+x\n", of: "a\nb\nc\n")
    #expect(again.refusals.isEmpty)
    #expect(try result(again.proposals) == "x\nb\nz\n")
  }

  @Test func `A chunk that has no place leaves those around it`() throws {
    let found = try patch("@@\n-a\n+x\n@@\n-nowhere\n+y\n@@\n-c\n+z\n", of: "a\nb\nc\n")
    #expect(found.refusals.map(\.code) == [.notFound])
    #expect(try result(found.proposals) == "x\nb\nz\n")
  }

  @Test func `What one chunk opens a later one may close`() throws {
    let text = "int f(void) {\n  a();\n  b();\n  c();\n}\n"
    let body = "@@\n int f(void) {\n+  if (x) {\n@@\n-  b();\n+  d();\n@@\n   c();\n+  }\n"
    let found = try patch(body, of: text, path: "a.c")
    #expect(found.refusals.isEmpty)
    #expect(try result(found.proposals, "a.c") == "int f(void) {\n  if (x) {\n  a();\n  d();\n  c();\n  }\n}\n")
    let half = try patch("@@\n int f(void) {\n+  if (x) {\n@@\n-  b();\n+  d();\n", of: text, path: "a.c")
    #expect(half.refusals.map(\.code) == [.gate])
    #expect(try result(half.proposals, "a.c") == text.replacing("b()", with: "d()"))
  }

  @Test func `A refused edit leaves the others`() throws {
    let taken = try take(replace("two", "2"), replace("five", "5"), replace("two", "II"))
    #expect(taken.refusals.map(\.code) == [.notFound, .overlap])
    #expect(taken.refusals.allSatisfy { $0.path?.text == "a.txt" })
    #expect(try result(taken.proposals) == "one\n2\nthree\nfour\n")
  }

  @Test(arguments: [
    ("my file", true), ("Makefile", true), ("Copy (1).txt", true), ("other.txt", true), ("and then", false),
    ("In a.txt:", false), ("the second line of the text", false), (nil, false),
  ])
  func `An edit below the name of another file is not made in this one`(heading: String?, isRefused: Bool) throws {
    let file = try editable("a.txt", Self.text)
    var proposals = ProposalSet()
    proposals.open(file)
    let tracked: Set<String> = ["my file", "Makefile"]
    let fence = Fence(
      paths: [file.path], isChangedLinesOnly: false, allowsFileOperations: false,
      isOccupied: { tracked.contains($0.text) }, holdsFile: { tracked.contains($0.text) })
    var edit = replace("two", "2")
    edit.heading = heading
    var code: Refusal.Code?
    do throws(Refusal) {
      _ = try EditPlacement(fence: fence, window: nil).take(edit, into: &proposals)
    } catch { code = error.code }
    #expect(code == (isRefused ? .outsideFence : nil))
  }

  @Test(arguments: ["b.txt", "../a.txt", "/etc/passwd", ".git/config", "a.txt/"])
  func `Only the files that were shown may change`(path: String) throws {
    let taken = try take(replace("two", "2", path: path))
    #expect([.outsideFence, .unsafePath].contains(taken.refusals.first?.code))
    #expect(taken.proposals.isEmpty)
  }

  @Test func `New files need leave, and never stand on an old one`() throws {
    let new = Edit(path: "new.txt", change: .create(Array("hi\n".utf8)))
    #expect(try take(new).proposals.changedPaths.map(\.text) == ["new.txt"])
    #expect(try take(new, allowsNewFiles: false).refusals.map(\.code) == [.outsideFence])
    #expect(try take(Edit(path: "a.txt", change: .create([]))).refusals.map(\.code) == [.outsideFence])
    #expect(try take(new, new).refusals.map(\.code) == [.overlap])
  }

  @Test func `A file is deleted or edited, not both`() throws {
    let delete = Edit(path: "a.txt", change: .delete)
    #expect(try take(delete).proposals.result(at: try RepositoryPath("a.txt")) == nil)
    #expect(try take(replace("two", "2"), delete).refusals.map(\.code) == [.overlap])
    #expect(try take(delete, replace("two", "2")).refusals.map(\.code) == [.overlap])
  }

  @Test func `A move is a deletion and a creation, with its changes`() throws {
    let chunk = PatchChunk(lines: [.removed(Array("two".utf8)), .added(Array("2".utf8))])
    let taken = try take(Edit(path: "a.txt", change: .move(to: "b.txt", [chunk])))
    #expect(taken.refusals.isEmpty)
    #expect(taken.proposals.changedPaths.map(\.text) == ["a.txt", "b.txt"])
    #expect(try result(taken.proposals, "b.txt") == "one\n2\nthree\nfour\n")
  }

  @Test(arguments: [
    ("two", "2", true), ("three", "3", true), ("one", "1", false), ("four", "4", false), ("two\nthree", "2\n3", true),
    ("one\ntwo", "1\n2", false), ("two", "two\ntwo and a half", true), ("three", "three\nmore", true),
    ("four", "four\nmore", false),
  ])
  func `Without an instruction only changed lines may change`(search: String, text: String, allowed: Bool) throws {
    let taken = try take(replace(search, text), changedOnly: true, changed: [2...3])
    #expect(taken.refusals.isEmpty == allowed, "\(taken.refusals)")
  }

  @Test func `A stand-in for a secret that the engine made up is refused`() throws {
    #expect(try take(replace("two", "key = HONE_SECRET_7")).refusals.map(\.code) == [.gate])
  }
}

struct WorkingFileTests {
  @Test func `Random edits are applied in any order, or refused, and never crash`() throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...6, using: &generator)).map { "\($0)\n" }.joined()
      var file = WorkingFile(file: try editable("a.txt", text))
      var taken: [Replacement] = []
      for _ in 0..<4 {
        let lower = Int.random(in: 0...text.utf8.count, using: &generator)
        let upper = Int.random(in: lower...text.utf8.count, using: &generator)
        let replacement = Replacement(range: lower..<upper, bytes: Array("x".utf8))
        let before = file.result
        do throws(Refusal) {
          try file.add([replacement])
          taken.append(replacement)
        } catch {
          #expect(error.code == .overlap)
          #expect(file.result == before)
        }
      }
      let removed = taken.reduce(0) { $0 + $1.range.count }
      #expect(file.result.count == text.utf8.count - removed + taken.count)
    }
  }
}

struct EditArgumentsTests {
  private func split(_ words: String..., files: Set<String> = ["a.py", "src"]) -> (String?, [String]) {
    let arguments = EditArguments(words: words, pathsAfterTerminator: [], exists: files.contains)
    return (arguments.instruction, arguments.paths)
  }

  @Test func `Words are told apart by what they are`() {
    #expect(split("add hints", "a.py") == ("add hints", ["a.py"]))
    #expect(split("a.py", "add hints") == ("add hints", ["a.py"]))
    #expect(split("a.py", "src") == (nil, ["a.py", "src"]))
    #expect(split("tidy", "src") == ("tidy", ["src"]))
    #expect(split() == (nil, []))
    #expect(split("  ") == ("", []))
  }

  @Test func `Arguments that are not UTF-8 survive`() {
    for bytes: [UInt8] in [[0x63, 0xe9, 0x2e], [0xff, 0xfe], Array("é/ü".utf8), [0xc3], []] {
      #expect(ArgumentText.bytes(of: ArgumentText.text(bytes)) == bytes)
    }
  }
}

struct HunkSelectionTests {
  private func selection(_ text: String, _ replacements: (Range<Int>, String)...) throws -> HunkSelection {
    let file = try editable("a.txt", text)
    var proposals = ProposalSet()
    proposals.open(file)
    for (range, new) in replacements {
      try proposals.add([Replacement(range: range, bytes: Array(new.utf8))], at: file.path)
    }
    return HunkSelection(proposals)
  }

  private func text(_ files: [AcceptedFile]) -> String? {
    guard case .bytes(let bytes)? = files.first?.result else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `Each hunk is taken or left by itself`() throws {
    let selection = try selection("1\n2\n3\n4\n5\n", (0..<2, "one\n"), (4..<4, "2.5\n"), (8..<10, ""))
    #expect(selection.hunks.count == 3)
    #expect(text(selection.accepted([.accept, .accept, .accept])) == "one\n2\n2.5\n3\n4\n")
    #expect(text(selection.accepted([.decline, .accept, .decline])) == "1\n2\n2.5\n3\n4\n5\n")
    #expect(text(selection.accepted([.accept, .decline, .accept])) == "one\n2\n3\n4\n")
    #expect(selection.accepted([.decline, .decline, .decline]).isEmpty)
  }

  @Test func `Edited lines take the file's ending, and no final newline is made up`() throws {
    let crlf = try selection("1\r\n2\r\n", (0..<3, "one\r\n"))
    #expect(text(crlf.accepted([.replace([Array("uno".utf8), Array("due".utf8)])])) == "uno\r\ndue\r\n2\r\n")
    let open = try selection("1\n2", (2..<3, "two"))
    #expect(text(open.accepted([.replace([Array("due".utf8)])])) == "1\ndue")
  }
}
