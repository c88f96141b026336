import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// A scripted repository in which the built `git-hone` runs as a program, against a scripted engine.
///
/// The command is started as users and scripts start it, so exit codes, streams and the process's end are what is tested.
struct HoneFixture {
  let repository: ScriptedRepository
  let engine: ScriptedEngine

  /// - Parameters:
  ///   - files: the first commit.
  ///   - format: the edit format that the engine is configured for.
  ///   - replies: what the engine answers, in turn.
  init(
    files: [String: String] = ["app.py": HoneFixture.app], format: String = "search-replace", api: String = "chat",
    replies: ScriptedEngineReply...
  ) async throws {
    let engine = try await ScriptedEngine.start { _, number in replies[min(number, replies.count - 1)] }
    try self.init(files: files, format: format, api: api, engine: engine)
  }

  init(
    files: [String: String] = ["app.py": HoneFixture.app], format: String = "search-replace", api: String = "chat",
    engine: ScriptedEngine
  ) throws {
    self.engine = engine
    repository = try ScriptedRepository()
    for (name, text) in files { try repository.write(name, text) }
    if !files.isEmpty { try repository.commit("first") }
    let url = api == "llama" ? String(engine.baseURL.dropLast("/v1".count)) : engine.baseURL
    for (key, value) in [
      // Without a terminal a server that is not known to count would be asked how it does, and for whole replies.
      ("url", url), ("model", "m"), ("format", format), ("api", api), ("uncounted", "accept"),
    ] {
      try repository.git("config", "honeengine.test.\(key)", value)
    }
    try repository.git("config", "hone.engine", "test")
    // What a hook says must not depend on how busy the machine is.
    try repository.git("config", "hone.hook.budget", "1m")
  }

  /// A small file with two functions.
  static let app = """
    def load(path):
        return open(path).read()


    def main():
        print(load("a.txt"))

    """

  /// Where the tests' own build put the program.
  static let program: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle).resolvingSymlinksInPath()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("git-hone").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return "git-hone"
  }()

  /// Runs `git-hone` with `arguments`; standard input is empty and nothing is a terminal.
  func hone(_ arguments: String..., in directory: String? = nil) async throws -> HoneResult {
    try await hone(arguments: arguments, in: directory)
  }

  func hone(arguments: [String], in directory: String? = nil) async throws -> HoneResult {
    HoneResult(try await run(Self.program, arguments, in: directory))
  }

  /// Runs any program in the repository, on a thread of its own: the scripted engine needs those of the test.
  /// - Parameter environment: what the program inherits; `nil` for the repository's own.
  func run(
    _ program: String, _ arguments: [String], in directory: String? = nil, environment: Environment? = nil
  ) async throws -> ChildProcess.Output {
    let command = ChildProcess.Command(
      program, arguments, environment: environment ?? repository.environment, directory: directory ?? repository.path)
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try ChildProcess.run(command) }) }
    }
  }

  func stop() async { await engine.stop() }
}

/// What a command printed and how it ended.
struct HoneResult {
  let status: ChildProcess.Status
  let output: String
  let error: String

  init(_ result: ChildProcess.Output) {
    status = result.status
    output = String(decoding: result.standardOutput, as: UTF8.self)
    error = String(decoding: result.standardError, as: UTF8.self)
  }

  var exitCode: Int32? {
    if case .exited(let code) = status { code } else { nil }
  }

  /// The JSON objects of standard output; a line that is none fails the test.
  func events() throws -> [[String: any Sendable]] {
    try output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: any Sendable], "not an object: \(line)")
    }
  }
}

/// A search/replace block.
func block(_ path: String, _ search: String, _ replacement: String) -> String {
  "\(path)\n<<<<<<< SEARCH\n\(search)\n=======\n\(replacement)\n>>>>>>> REPLACE\n"
}
