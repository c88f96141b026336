internal import HoneSystem

/// Commits of a repository, with the files that each of them changed.
struct History: Sendable {
  /// A file that a commit changed: both versions.
  struct ChangedFile: Sendable {
    var path: String
    var before: [UInt8]
    var after: [UInt8]
  }

  /// A problem that ends the replay.
  struct Failure: Error {
    var message: String
  }

  /// Commits that change more files than this are imports and reformattings.
  private static let maximumFiles = 150
  private static let maximumBytes = 300_000

  let folder: String

  /// Which half of the commits: the trust of rules was calibrated on one, and is reported on the other.
  enum Half: String, Sendable {
    case training
    case report
    case both

    /// By the last digit of a commit's name.
    func holds(_ commit: String) -> Bool {
      let isEven = commit.last?.hexDigitValue?.isMultiple(of: 2) ?? true
      return self == .both || isEven == (self == .training)
    }
  }

  /// Commits that have one parent, in an order that `seed` decides: a sample of the newest `depth` ones.
  func commits(depth: Int, half: Half, seed: UInt64) throws -> [String] {
    let text = try git(["log", "--no-merges", "--format=%H", "-n", "\(depth)"])
    let all = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init).filter(half.holds)
    return all.map { ($0, Self.lot(of: $0, seed: seed)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  /// FNV-1a (64 bits) of a name.
  private static func lot(of name: String, seed: UInt64) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// The files with one of `extensions` that a commit modified.
  func files(of commit: String, extensions: [String]) throws -> [ChangedFile] {
    let raw = try git(["diff-tree", "-r", "-z", "--raw", "--no-commit-id", "--no-renames", "--diff-filter=M", commit])
    let fields = raw.split(separator: 0)
    var wanted: [(path: String, old: Substring, new: Substring)] = []
    for index in stride(from: 0, to: fields.count - 1, by: 2) {
      let words = String(decoding: fields[index], as: UTF8.self).split(separator: " ")
      let path = String(decoding: fields[index + 1], as: UTF8.self)
      guard words.count == 5, extensions.contains(where: { path.hasSuffix(".\($0)") }) else { continue }
      wanted.append((path, words[2], words[3]))
    }
    guard !wanted.isEmpty, wanted.count <= Self.maximumFiles else { return [] }
    let blobs = try blobs(wanted.flatMap { [String($0.old), String($0.new)] })
    return wanted.indices.compactMap { index in
      let file = ChangedFile(path: wanted[index].path, before: blobs[2 * index], after: blobs[2 * index + 1])
      return max(file.before.count, file.after.count) <= Self.maximumBytes ? file : nil
    }
  }

  /// Files of a commit's parent that hold a text and that the commit neither changes nor removes, as git names of blobs.
  func untouched(by commit: String, holding text: String, extensions: [String]) throws -> [String] {
    let touched = try git(["diff-tree", "-r", "-z", "--name-only", "--no-commit-id", "--no-renames", commit])
    let paths = Set(touched.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
    let arguments = ["grep", "-l", "-z", "-F", "-w", "-e", text, commit + "^", "--"] + extensions.map { "*.\($0)" }
    let output = try ChildProcess.run(ChildProcess.Command("git", ["--git-dir", folder] + arguments))
    return output.standardOutput.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .filter { name in !paths.contains(String(name.drop { $0 != ":" }.dropFirst())) }
  }

  /// The contents of files, by git names of blobs that hold no line break.
  func contents(_ names: [String]) throws -> [[UInt8]] { try blobs(names) }

  private func blobs(_ ids: [String]) throws -> [[UInt8]] {
    let answer = try git(["cat-file", "--batch"], input: Array(ids.joined(separator: "\n").utf8) + [0x0a])
    var blobs: [[UInt8]] = []
    var position = 0
    while blobs.count < ids.count, let end = answer[position...].firstIndex(of: 0x0a) {
      let header = String(decoding: answer[position..<end], as: UTF8.self).split(separator: " ")
      guard header.count == 3, let size = Int(header[2]), end + 1 + size <= answer.count else { break }
      blobs.append(Array(answer[(end + 1)..<(end + 1 + size)]))
      position = end + 1 + size + 1
    }
    guard blobs.count == ids.count else {
      throw Failure(message: "git cat-file gave \(blobs.count) of \(ids.count) blobs")
    }
    return blobs
  }

  private func git(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let output = try ChildProcess.run(
      ChildProcess.Command("git", ["--git-dir", folder] + arguments), input: input)
    guard output.status.isSuccess else { throw Failure(message: output.message) }
    return output.standardOutput
  }
}
