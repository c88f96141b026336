import HoneCore
import HoneTestSupport
import Testing

@testable import HoneKit

/// Which file an edit goes into, where the reply says so in words that are not understood.
struct BlockNamingTests {
  private static let text = "A = 1\nx = 10\ny = 20\n"
  /// How replies name the file of a block.
  private static let forms = [
    "%", "In `%`, update:\n", "### %", "**%**", "% (updated)", "Next, the second file, %, needs the same change.\n",
    "```python title=%", "```python:%", "```%", "```python\n# %", "// filepath: %", "<file path=\"%\">", "FILE: %",
    "--- %",
    "2. %", "- `%`:", "\"%\"", "%:2", "% line 2", "% -> change load", "Now %\n```", "Changes in %\n\n```python",
    "[%](%)", "%, load()", "==> % <==", "*** Update File: %", "*** %", "<!-- % -->", "/* % */", "@@ % @@",
    "Edit for %:\nThe load function.", "Edit for %:\n\nThe load function.\n", "src %", "./%", "diff --git a/% b/%",
    "As for %: it is the same there.\n\nSome more words.",
  ]

  private func take(_ reply: String, format: EditFormat, paths: [String], tracked: Set<String>) throws -> Set<String> {
    var proposals = ProposalSet()
    let files = try paths.map { try editable($0, Self.text) }
    files.forEach { proposals.open($0) }
    let fence = Fence(
      paths: Set(files.map(\.path)), isChangedLinesOnly: false, allowsFileOperations: false,
      isOccupied: { tracked.contains($0.text) }, holdsFile: { tracked.contains($0.text) })
    let placement = EditPlacement(fence: fence, window: nil)
    var parser: any EditStreamParser =
      format == .searchReplace ? SearchReplaceParser(editablePaths: paths) : RangeEditParser(editablePaths: paths)
    do throws(Refusal) {
      for edit in try parser.feed(reply.utf8) { _ = try? placement.take(edit, into: &proposals) }
    } catch {}
    return Set(
      paths.filter { path in
        guard let path = try? RepositoryPath(path) else { return false }
        return proposals.result(at: path).map { String(decoding: $0, as: UTF8.self).contains("x = 11\n") } ?? false
      })
  }

  private func block(_ format: EditFormat, _ line: Int, _ old: String, _ new: String) -> String {
    switch format {
    case .lineRange: "<<<<<<< LINES \(line)-\(line)\n\(new)\n>>>>>>> END\n"
    case .anchors: "<<<<<<< FROM \(old)\n\(new)\n>>>>>>> END\n"
    default: "<<<<<<< SEARCH\n\(old)\n=======\n\(new)\n>>>>>>> REPLACE\n"
    }
  }

  /// The property: a block never goes into another file than the one that was named last before it.
  @Test(arguments: [EditFormat.searchReplace, .lineRange, .anchors])
  func `a block goes into the file that is named above it, or nowhere`(_ format: EditFormat) throws {
    let paths = ["a.py", "b.py", "lib/b.py", "lib/c d.py"]
    var taken = 0
    for form in Self.forms {
      for path in ["b.py", "lib/b.py", "lib/c d.py"] {
        let reply =
          "a.py\n" + block(format, 1, "A = 1", "A = 2") + "\n" + form.replacing("%", with: path)
          + "\n" + block(format, 2, "x = 10", "x = 11")
        let changed = try take(reply, format: format, paths: paths, tracked: [])
        #expect(changed.subtracting([path]).isEmpty, "\(form) \(path): \(changed)")
        taken += changed.count
      }
    }
    // Most are understood.
    #expect(taken > Self.forms.count)
  }

  @Test(arguments: [EditFormat.searchReplace, .lineRange, .anchors])
  func `an edit below the name of a file that was not asked about is not made in the only one`(
    _ format: EditFormat
  ) throws {
    let edit = block(format, 2, "x = 10", "x = 11")
    for form in Self.forms {
      for name in ["b.py", "other/settings.py", "README.md"] {
        let reply = form.replacing("%", with: name) + "\n" + edit
        #expect(
          try take(reply, format: format, paths: ["a.py"], tracked: ["b.py", "README.md"]).isEmpty, "\(form) \(name)")
      }
      let named = try take(
        form.replacing("%", with: "a.py") + "\n" + edit, format: format, paths: ["a.py"], tracked: [])
      if !["diff", "Update", "@@"].contains(where: form.contains) { #expect(named == ["a.py"], "\(form)") }
    }
    for prose in [
      "Here is the edit:", "It uses os.path now, and `load()`:", "Version v1.2 reads and/or writes:", "In a.py:",
    ] {
      let named = try take(prose + "\n" + edit, format: format, paths: ["a.py"], tracked: ["b.py", "README.md"])
      #expect(named == ["a.py"], "\(prose)")
    }
  }

  @Test func `products that are called like files are none`() throws {
    let edit = block(.searchReplace, 2, "x = 10", "x = 11")
    func changed(_ prose: String, tracked: Set<String> = []) throws -> Set<String> {
      try take(prose + "\n" + edit, format: .searchReplace, paths: ["a.js"], tracked: tracked)
    }
    #expect(try changed("Since Node.js has it:") == ["a.js"])
    #expect(try changed("Since App.js has it:", tracked: ["App.js"]).isEmpty)
    #expect(try changed("Since app.js has it:").isEmpty)
  }
}
