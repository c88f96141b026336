import Foundation
import HoneTestSupport
import Testing

/// What a service has read ahead over a WebSocket is not sent again.
@Suite struct WarmUpTests {
  @Test func `The instruction that was typed is all that is sent behind what was read ahead`() async throws {
    let patch = "*** Begin Patch\n*** Update File: app.py\n@@\n-x = 1\n+x = 2\n*** End Patch\n"
    let mark = FileManager.default.temporaryDirectory.appendingPathComponent("hone-warm-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let server = try await ScriptedWebSocketEngine.start { message, _ in
      _ = FileManager.default.createFile(atPath: mark, contents: nil)
      return ScriptedEngineReply.responses(text: message.contains("\"generate\":false") ? "" : patch).messages.map {
        ScriptedWebSocketEngine.Step.send($0)
      }
    }
    let fixture = try await HoneFixture(format: "v4a", api: "responses", replies: .page())
    try fixture.repository.git("config", "honeengine.test.url", server.baseURL)
    try fixture.repository.git("config", "honeengine.test.transport", "websocket")
    try fixture.repository.write("app.py", HoneFixture.app + "x = 1\n")
    try fixture.repository.stage("app.py")
    // Whoever types takes longer than the reading; it is cut short when he is done.
    let typing = "while [ ! -e '\(mark)' ]; do sleep 0.1; done; sleep 1; echo 'make it two'"
    let result = HoneResult(
      try await fixture.run("sh", ["-c", "(\(typing)) | \(HoneFixture.program) edit -y --prompt"]))
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(try fixture.repository.stagedText("app.py").hasSuffix("x = 2\n"))
    let sent = try server.messages.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: any Sendable])
    }
    try #require(sent.count == 2)
    #expect(sent[0]["generate"] as? Bool == false && sent[1]["previous_response_id"] as? String == "resp_1")
    let input = try #require(sent[1]["input"] as? [[String: any Sendable]])
    #expect(input.count == 1 && (input[0]["content"] as? String)?.hasPrefix("make it two") == true)
    await server.stop()
    await fixture.stop()
  }
}
