internal import HoneEngine

/// Brings the progress of work that runs beside a command to the command's observer, which only the command's own task may use.
struct EngineProgressRelay {
  let observer: any RunObserver

  /// Runs `body` and reports what it tells while it runs.
  func run<Result: Sendable>(
    _ body: @escaping @Sendable (@escaping EngineProgressHandler) async throws -> Result
  ) async throws -> Result {
    let (progress, continuation) = AsyncStream<EngineProgress>.makeStream(bufferingPolicy: .bufferingNewest(256))
    async let result = {
      defer { continuation.finish() }
      return try await body { continuation.yield($0) }
    }()
    var stage = ""
    for await event in progress {
      switch event {
      case .note(let text): observer.report(.note(text))
      case .began(let next, let detail):
        stage = Self.label(for: next) + (detail.isEmpty ? "" : " (\(detail))")
        observer.report(.progress(RunProgress(label: stage, done: 0, total: 0)))
      case .transferred(let transfer):
        let megabyte: Int64 = 1_000_000
        let rate = Int(transfer.bytesPerSecond / 1_000_000)
        let total = transfer.bytesTotal.map { " of \($0 / megabyte)" } ?? ""
        observer.report(
          .progress(
            RunProgress(
              label: "\(stage): \(transfer.bytesDone / megabyte)\(total) MB, \(rate) MB/s",
              done: Int(transfer.bytesDone), total: Int(transfer.bytesTotal ?? 0))))
      }
    }
    return try await result
  }

  private static func label(for stage: EngineProgress.Stage) -> String {
    switch stage {
    case .waiting: "waiting"
    case .creatingEnvironment: "making a private Python environment"
    case .installingRuntime: "installing the llama.cpp server"
    case .downloading: "loading the model"
    case .verifying: "checking the model"
    case .startingServer: "starting the local engine"
    }
  }
}
