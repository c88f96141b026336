internal import HoneCore
internal import HoneSystem

/// The two directions between the bytes of the index ("clean") and those of the work tree ("smudged"), done by git, so
/// that a blob of Hone is the blob that `git add` would have stored.
struct ContentFilter {
  let repository: Repository
  let path: RepositoryPath

  /// Runs the clean direction and stores the result.
  /// - Throws: `filtered` with git's words when the filter fails or `core.safecrlf` forbids the change.
  func clean(_ bytes: [UInt8]) throws(Refusal) -> (id: ObjectID, bytes: [UInt8]) {
    var command = repository.git(.writing, ["hash-object", "-w", "--stdin", "--path"])
    command.append([path.bytes])
    command.setInput(bytes)
    let output = try command.run()
    let text = String(decoding: output.standardOutput, as: UTF8.self).filter { !$0.isWhitespace }
    guard output.status.isSuccess, let id = ObjectID(hex: text) else { throw failure("clean", output.message) }
    return (id, try repository.blob(id))
  }

  /// Runs the smudge direction on a stored blob.
  /// - Throws: `filtered` with git's words when the filter fails.
  func smudge(_ id: ObjectID) throws(Refusal) -> [UInt8] {
    var command = repository.git(.writing, ["cat-file", "--filters", "--path"])
    command.append([path.bytes, Array(id.hex.utf8)])
    let output = try command.run()
    guard output.status.isSuccess else { throw failure("smudge", output.message) }
    return output.standardOutput
  }

  private func failure(_ direction: String, _ message: String) -> Refusal {
    let words = message.split(separator: "\n").first.map(String.init) ?? "no message"
    return Refusal(
      .filtered, path: path, "the \(direction) filter failed: \(words)", remedy: "see that git add works on it")
  }
}
