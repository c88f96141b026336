import HoneSystem
import Testing

@testable import HoneEngine

/// The standard model, if `git hone engine setup` has brought it here.
private let installedModel: EngineInstallation.Installed? = {
  guard let directories = UserDirectories(environment: .current) else { return nil }
  return try? EngineInstallation(directories: directories).installed(ModelCatalog.standard)
}()

@Suite(.enabled(if: Environment.current["HONE_TEST_MODEL"] != "0", "HONE_TEST_MODEL=0 leaves the real model out"))
struct RealModelTests {
  @Test(.enabled(if: installedModel != nil, "the local engine is not set up: git hone engine setup"))
  func theRealServerAnswersAndStops() async throws {
    let installed = try #require(installedModel)
    let fixture = try LocalFixture()
    var settings = LocalServer.Settings()
    settings.idleTime = .seconds(120)
    settings.contextTokens = 2048
    let server = LocalServer(directories: fixture.directories, environment: fixture.environment, settings: settings)
    let endpoint = try await server.ensureRunning(installed)
    let script = """
      import json, sys, urllib.request
      body = {"model": sys.argv[2], "temperature": 0, "max_tokens": 8, "stream": True,
              "messages": [{"role": "user", "content": "Answer with one word: the capital of France?"}]}
      request = urllib.request.Request(sys.argv[1] + "/chat/completions", json.dumps(body).encode(),
          {"Authorization": "Bearer " + sys.stdin.read(), "Content-Type": "application/json"})
      print(urllib.request.urlopen(request).read().decode())
      """
    let command = ChildProcess.Command(
      installed.runtime.python, ["-I", "-c", script, endpoint.baseURL, endpoint.model])
    let output = try ChildProcess.run(command, input: Array(endpoint.key.utf8))
    let reply = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(reply.contains("Paris") && reply.contains("data: [DONE]"))
    #expect(try await server.stop() == [endpoint.pid])
  }
}
