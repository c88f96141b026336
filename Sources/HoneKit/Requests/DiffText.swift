/// A unified diff as git prints it, cut into files and hunks.
struct DiffText {
  /// One `@@` section.
  struct Hunk {
    var bytes: [UInt8]
    /// Whether no line is removed.
    var isAdditionOnly: Bool
    /// The added lines, as lines of the new version counted from 0.
    var added: [Int]
  }

  private struct File {
    var heading: [UInt8]
    /// The `+++` line without its line feed.
    var name: [UInt8]
    var hunks: [Hunk]
  }

  private var files: [File] = []

  /// Reads what `git diff` printed; bytes before the first file belong to no file and are dropped.
  init(_ bytes: [UInt8]) {
    var line = 0
    for text in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      let whole = Array(text) + [0x0a]
      if text.starts(with: "diff --git ".utf8) {
        files.append(File(heading: whole, name: [], hunks: []))
      } else if text.starts(with: "@@ -".utf8), !files.isEmpty {
        files[files.count - 1].hunks.append(Hunk(bytes: whole, isAdditionOnly: true, added: []))
        line = Self.newStart(of: text) - 1
      } else if let file = files.indices.last {
        if let hunk = files[file].hunks.indices.last {
          files[file].hunks[hunk].bytes += whole
          switch text.first {
          case UInt8(ascii: "+"):
            files[file].hunks[hunk].added.append(line)
            line += 1
          case UInt8(ascii: "-"): files[file].hunks[hunk].isAdditionOnly = false
          case UInt8(ascii: " "): line += 1
          default: break
          }
        } else {
          if text.starts(with: "+++ ".utf8) { files[file].name = Array(text) }
          files[file].heading += whole
        }
      }
    }
    // The last piece follows the final line feed.
    if bytes.last == 0x0a, let file = files.indices.last {
      if let hunk = files[file].hunks.indices.last {
        files[file].hunks[hunk].bytes.removeLast()
      } else {
        files[file].heading.removeLast()
      }
    }
  }

  /// The diff without the hunks that `isLeftOut` names by their file's `+++` line; a file without hunks goes as well.
  func without(_ isLeftOut: ([UInt8], Hunk) -> Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files {
      let kept = file.hunks.filter { !isLeftOut(file.name, $0) }
      guard !kept.isEmpty || file.hunks.isEmpty else { continue }
      bytes += file.heading + kept.flatMap(\.bytes)
    }
    return bytes
  }

  /// The first line of the new version in `@@ -a,b +c,d @@`, counted from 1.
  private static func newStart(of heading: ArraySlice<UInt8>) -> Int {
    guard let plus = heading.firstIndex(of: UInt8(ascii: "+")) else { return 1 }
    return heading[(plus + 1)...].prefix { (0x30...0x39).contains($0) }.reduce(0) {
      ($0 * 10 + Int($1 - 0x30)) % 1_000_000_000
    }
  }
}
