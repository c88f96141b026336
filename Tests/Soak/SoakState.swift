import HoneSystem
import HoneTestSupport

/// All that a repository holds of the user's work at one moment, as real git and the file system tell it.
struct SoakState: Equatable {
  /// The bytes that are staged, by path.
  var index: [String: [UInt8]] = [:]
  /// The bytes in the work tree, by path, untracked files included.
  var workTree: [String: [UInt8]] = [:]
  var head = ""

  /// Reads the repository.
  init(of repository: ScriptedRepository) throws {
    let head = try repository.run("git", ["rev-parse", "--verify", "--quiet", "HEAD"])
    self.head = String(decoding: head.standardOutput, as: UTF8.self).filter { !$0.isWhitespace }
    for line in try repository.git("ls-files", "-s").split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      let id = String(parts[0].split(separator: " ")[1])
      index[String(parts[1])] = try repository.run("git", ["cat-file", "blob", id]).standardOutput
    }
    for name in try repository.git("ls-files", "--cached", "--others").split(separator: "\n").map(String.init) {
      workTree[name] = repository.bytes(name)
    }
  }

  /// Leaves a path out.
  mutating func forget(_ path: String) {
    index[path] = nil
    workTree[path] = nil
  }

  /// The versions of all files, each once.
  var versions: Set<[UInt8]> { Set(index.values).union(workTree.values) }
}

/// A state that should not be.
struct SoakFailure: Error, CustomStringConvertible {
  var description: String
}
