import Foundation
import HoneSystem
import HoneTestSupport
import Testing

/// A command that runs while the test talks to it.
final class ListeningRun {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  /// What was read of standard output and not handed out yet.
  private var unread = Data()

  fileprivate init(_ fixture: HoneFixture, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: HoneFixture.program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: fixture.repository.path)
    var environment: [String: String] = [:]
    for name in fixture.repository.environment.names { environment[name] = fixture.repository.environment[name] }
    process.environment = environment
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func say(_ text: String) { input.fileHandleForWriting.write(Data(text.utf8)) }

  /// Waits for the next event of a type, and passes over the others.
  /// - Throws: when standard output ends before.
  func next(_ type: String) async throws -> [String: any Sendable] {
    while true {
      while let end = unread.firstIndex(of: 0x0a) {
        let event = try Self.event(unread[..<end])
        unread = Data(unread[(end + 1)...])
        if event["type"] as? String == type { return event }
      }
      let handle = output.fileHandleForReading
      // The scripted engine needs the threads of the test.
      let more = await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: handle.availableData) }
      }
      try #require(!more.isEmpty, "the command has ended without an event `\(type)`")
      unread += more
    }
  }

  /// Waits for the end; standard input stays open until then, as it does with a program that only listens.
  /// - Returns: also the events that were not handed out yet.
  func finish() async throws -> (status: Int32, events: [[String: any Sendable]]) {
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    unread += output.fileHandleForReading.readDataToEndOfFile()
    return (process.terminationStatus, try unread.split(separator: 0x0a).map(Self.event))
  }

  private static func event(_ line: Data) throws -> [String: any Sendable] {
    let object = try JSONSerialization.jsonObject(with: Data(line))
    return try #require(object as? [String: any Sendable], "\(String(decoding: line, as: UTF8.self))")
  }
}

extension HoneFixture {
  /// Starts the command with a pipe as its standard input.
  func startListening(_ arguments: String...) throws -> ListeningRun { try ListeningRun(self, arguments) }

  func startListening(arguments: [String]) throws -> ListeningRun { try ListeningRun(self, arguments) }
}
