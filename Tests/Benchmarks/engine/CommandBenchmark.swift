import Foundation
import HoneSystem
import HoneTestSupport

/// Measures the command itself: from the last byte of a reply to the staged result.
struct CommandBenchmark {
  let program: String

  /// Fifty edits of twenty files, at a thousand tokens a second.
  func run() async throws {
    var times: [Duration] = []
    for _ in 0..<5 { times.append(try await once()) }
    let sorted = times.sorted().map { $0.inSeconds * 1000 }
    EngineBenchmark.say(
      "50 edits of 20 files at 1,000 tokens/s: staged and told \(EngineBenchmark.decimals(sorted[2])) ms (p50) after the "
        + "last byte, most \(EngineBenchmark.decimals(sorted[4])) ms")
  }

  private func once() async throws -> Duration {
    let repository = try ScriptedRepository()
    func line(_ file: Int, _ number: Int) -> String { "    value_\(number) = compute(\(file), \(number))" }
    for file in 0..<20 {
      let text = (0..<200).map { line(file, $0) }.joined(separator: "\n")
      try repository.write("file\(file).py", "def f():\n\(text)\n")
    }
    try repository.commit("first")
    for file in 0..<20 {
      try repository.write("file\(file).py", "import os\n" + (repository.text("file\(file).py") ?? ""))
    }
    try repository.git("add", "--all")
    let text = (0..<50).map { edit in
      let (file, number) = (edit % 20, 10 + edit)
      return
        "file\(file).py\n<<<<<<< SEARCH\n\(line(file, number))\n=======\n\(line(file, number))  # seen\n>>>>>>> REPLACE\n"
    }.joined()
    var reply = ScriptedEngineReply.chat(text: text)
    reply.framesPerSecond = 1000
    let server = try await ScriptedEngine.start(reply)
    for (key, value) in [("url", server.baseURL), ("model", "m"), ("format", "search-replace"), ("api", "chat")] {
      try repository.git("config", "honeengine.test.\(key)", value)
    }
    let environment = repository.environment
    let (program, path) = (program, repository.path)
    async let output = withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let output = try ChildProcess.run(
              ChildProcess.Command(
                program, ["edit", "-y", "--engine", "test", "mark what was seen"], environment: environment,
                directory: path))
            return (output, ContinuousClock.now)
          })
      }
    }
    guard await server.hasSent(frames: reply.frames.count, within: .seconds(60)) else {
      throw EngineBenchmark.Failure("the reply was not read to its end")
    }
    let sent = ContinuousClock.now
    let (result, ended) = try await output
    await server.stop()
    guard result.status.isSuccess, try repository.stagedText("file9.py").contains("# seen") else {
      throw EngineBenchmark.Failure("the command failed: \(result.message)")
    }
    return ended - sent
  }
}
