import Foundation
import HoneTestSupport

/// A scripted server in a process of its own, so that what the client costs can be told from what the server costs.
final class StreamServer {
  /// The address below which the interface stands.
  let baseURL: String
  private let process: Process
  private let input: Pipe

  /// - Parameters:
  ///   - kind: `text`, or `edits` for search/replace blocks of `EditStream`.
  ///   - count: deltas of text, or edits.
  ///   - rate: frames a second; as fast as they are taken without it.
  init(_ kind: String, count: Int, rate: Int? = nil) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["serve", kind, String(count)] + (rate.map { [String($0)] } ?? [])
    input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0a { line.append(byte) }
    baseURL = String(decoding: line.prefix { $0 != 0x20 }, as: UTF8.self)
  }

  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Serves one reply again and again, until standard input ends.
  ///
  /// Prints the address and how many bytes of text it has.
  static func serve(_ arguments: some Collection<String>) async throws {
    let words = Array(arguments)
    let count = words.dropFirst().first.flatMap { Int($0) } ?? 100_000
    var reply =
      words.first == "edits"
      ? ScriptedEngineReply.chat(text: EditStream(count: count).text) : ScriptedEngineReply.chat(text: "x")
    if words.first != "edits" {
      let delta = ScriptedEngineReply.chat(text: "abc ").frames[1]
      reply.frames.replaceSubrange(1..<2, with: Array(repeating: delta, count: count))
    }
    if let rate = words.dropFirst(2).first.flatMap({ Double($0) }) {
      reply.framesPerSecond = rate
    } else {
      // A server that is far ahead of its reader fills the socket; frame by frame it would be the slower of the two.
      reply.frames = stride(from: 0, to: reply.frames.count, by: 64).map {
        reply.frames[$0..<min(reply.frames.count, $0 + 64)].flatMap { $0 }
      }
    }
    let textBytes = words.first == "edits" ? EditStream(count: count).text.utf8.count : 4 * count
    let server = try await ScriptedEngine.start(reply)
    EngineBenchmark.say("\(server.baseURL) \(textBytes)")
    while readLine() != nil {}
    await server.stop()
  }
}

/// Search/replace blocks for files that the client knows: one line of a file each, in turn.
struct EditStream {
  /// How many files there are, with so many lines each.
  static let fileCount = 20
  static let lineCount = 200
  /// Each delta of the scripted server has so many bytes of text and stands for a token.
  static let bytesPerToken = 4
  let count: Int

  static func line(_ file: Int, _ number: Int) -> String { "    value_\(number) = compute(\(file), \(number))" }

  static func contents(of file: Int) -> String {
    "def f():\n" + (0..<lineCount).map { line(file, $0) + "\n" }.joined()
  }

  /// The reply: no two edits change the same line until each line of each file has been changed.
  var text: String {
    (0..<count).map { edit in
      let file = edit % Self.fileCount
      let line = Self.line(file, edit / Self.fileCount % Self.lineCount)
      return "file\(file).py\n<<<<<<< SEARCH\n\(line)\n=======\n\(line)  # seen\n>>>>>>> REPLACE\n"
    }.joined()
  }
}
