import HoneCore
import HoneEngine
import HoneSystem

/// Measures the local engine with the real model: what a warm prefix is worth, also over the end of a server, and how soon a
/// reply that nobody wants any more stops.
struct LocalBenchmark {
  func run() async throws {
    guard let directories = UserDirectories(environment: .current),
      let installed = try? EngineInstallation(directories: directories).installed(ModelCatalog.standard)
    else {
      EngineBenchmark.say("the local engine is not set up: no measurement (git hone engine setup)")
      return
    }
    // Servers of this measurement are its own: their records stand in a folder of their own.
    let folder = "/tmp/hone-bench-\(UInt64.random(in: .min ... .max))"
    var environment = Environment.current
    for name in ["XDG_STATE_HOME", "XDG_RUNTIME_DIR"] { environment[name] = folder + "/" + name }
    guard let own = UserDirectories(environment: environment) else { return }
    let server = LocalServer(directories: own, environment: environment)
    var endpoint = try await server.ensureRunning(installed)
    EngineBenchmark.say(
      "local model: \(installed.model.description.name), \(server.status().first?.threads ?? 0) threads")

    let cold = try await firstText("say yes", at: endpoint)
    let warm = try await firstText("say no", at: endpoint)
    _ = try await server.stop()
    endpoint = try await server.ensureRunning(installed)
    let restored = try await firstText("say perhaps", at: endpoint)
    for (name, measure) in [("first", cold), ("second", warm), ("first of the next server", restored)] {
      let share = EngineBenchmark.decimals(measure.time.inSeconds / cold.time.inSeconds)
      EngineBenchmark.say(
        "\(name) request with one prefix: first text after \(EngineBenchmark.decimals(measure.time.inSeconds * 1000)) ms "
          + "(\(share) of the first), \(measure.cached) of \(measure.prompt) tokens cached")
    }
    EngineBenchmark.judge(
      "the time to the first text of the second by that of the first", warm.time.inSeconds / cold.time.inSeconds,
      "times", .atMost(1.0 / 3))
    try await stopping(at: endpoint)
    try await stoppingWhileReading(at: endpoint)
    _ = try await server.stop()
    _ = try? ChildProcess.run(ChildProcess.Command("rm", ["-rf", folder]))
  }

  private func firstText(
    _ instruction: String, at endpoint: LocalServer.Endpoint
  ) async throws -> (time: Duration, cached: Int, prompt: Int) {
    let text = (0..<60).map { "value_\($0) = \($0 * $0)" }.joined(separator: "\n")
    let request = EngineRequest(
      messages: [Message(.user, "\(text)\nInstruction: \(instruction)")], maxOutputTokens: 4, temperature: 0)
    let start = ContinuousClock.now
    var first: Duration?
    var usage = Usage()
    for try await event in try engine(at: endpoint).stream(request) {
      if case .textDelta = event { first = first ?? ContinuousClock.now - start }
      if case .usage(let value) = event { usage = value }
    }
    guard let first else { throw EngineBenchmark.Failure("the local engine wrote nothing") }
    return (first, usage.cached, usage.prompt)
  }

  /// From letting go of a request that is still read to the idle slot.
  private func stoppingWhileReading(at endpoint: LocalServer.Endpoint) async throws {
    let engine = try engine(at: endpoint)
    let connection = try configuration(endpoint).connection(
      environment: Environment([:]), key: Credential(endpoint.key))
    var times: [Duration] = []
    for number in 0..<10 {
      // No two texts share a beginning, so each is read anew.
      let text = (0..<90).map { "value_\(number * 1000 + $0) = \($0 * number)" }.joined(separator: "\n")
      let reading = Task {
        for try await _ in engine.stream(
          EngineRequest(messages: [Message(.user, text)], maxOutputTokens: 8, temperature: 0))
        {}
      }
      while try await !connection.isBusy() {}
      try await Task.sleep(for: .milliseconds(40 * number))
      let stopped = ContinuousClock.now
      reading.cancel()
      _ = await reading.result
      // Asked without a pause, the server would have less of the machine for what it is asked about.
      while try await connection.isBusy(), ContinuousClock.now - stopped < .seconds(20) {
        try await Task.sleep(for: .milliseconds(4))
      }
      times.append(ContinuousClock.now - stopped)
    }
    EngineBenchmark.report("from letting go of a request that is read to the idle slot", times, most: 300)
  }

  /// From letting go of a reply to the idle slot.
  private func stopping(at endpoint: LocalServer.Endpoint) async throws {
    let engine = try engine(at: endpoint)
    let connection = try configuration(endpoint).connection(
      environment: Environment([:]), key: Credential(endpoint.key))
    var times: [Duration] = []
    for _ in 0..<10 {
      let request = EngineRequest(
        messages: [Message(.user, "Count from 1 to 1000 in words.")], maxOutputTokens: 1500, temperature: 0)
      for try await event in engine.stream(request) { if case .textDelta = event { break } }
      let stopped = ContinuousClock.now
      // Asked without a pause, the server would have less of the machine for what it is asked about.
      while try await connection.isBusy(), ContinuousClock.now - stopped < .seconds(20) {
        try await Task.sleep(for: .milliseconds(4))
      }
      times.append(ContinuousClock.now - stopped)
    }
    EngineBenchmark.report("from letting go of a reply to the idle slot", times, most: 300)
  }

  private func engine(at endpoint: LocalServer.Endpoint) throws -> any Engine {
    try configuration(endpoint).makeEngine(environment: Environment([:]), key: Credential(endpoint.key))
  }

  private func configuration(_ endpoint: LocalServer.Endpoint) -> EngineConfiguration {
    EngineConfiguration(name: "local", url: endpoint.baseURL, model: endpoint.model, api: .llama)
  }
}
