import HoneEngine
import HoneSystem
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures what Hone's own engine client costs, against a scripted server on the loopback interface in a process of its own.
///
/// `hone-engine-benchmark client`, `command <git-hone>` and `local` print one line a measurement, of the client, of the whole command
/// and of the local engine. Where something is promised, `met` or `not met` stands behind it, and one that was not met makes the exit
/// status 1. `serve <kind> <count> [<rate>]` only serves a stream, for comparing other clients.
@main
struct EngineBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "serve": try await StreamServer.serve(arguments.dropFirst())
    case "client": try await ClientBenchmark().run()
    case "command" where arguments.count == 2: try await CommandBenchmark(program: arguments[1]).run()
    case "local": try await LocalBenchmark().run()
    default: say("usage: hone-engine-benchmark client | command <git-hone> | local | serve text|edits <count> [<rate>]")
    }
    let unmet = unmet.withLock { $0 }
    guard !unmet.isEmpty else { return }
    say("not met: \(unmet.joined(separator: "; "))")
    exit(1)
  }

  /// Promises that were not kept.
  private static let unmet = Mutex<[String]>([])

  /// What was promised of a number.
  enum Promise {
    case atMost(Double)
    case atLeast(Double)

    func isKept(by value: Double) -> Bool {
      switch self {
      case .atMost(let limit): value <= limit
      case .atLeast(let limit): value >= limit
      }
    }

    var text: String {
      switch self {
      case .atMost(let limit): "at most \(decimals(limit))"
      case .atLeast(let limit): "at least \(decimals(limit))"
      }
    }
  }

  /// Prints what was measured and whether it is what was promised.
  static func judge(_ name: String, _ value: Double, _ unit: String, _ promise: Promise) {
    let isKept = promise.isKept(by: value)
    say("  promised: \(name) \(promise.text) \(unit): \(decimals(value)) \(unit), \(isKept ? "met" : "not met")")
    if !isKept { unmet.withLock { $0.append(name) } }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  static func engine(at url: String) throws -> any Engine {
    try EngineConfiguration(name: "scripted", url: url, model: "m", api: .chat).makeEngine(
      environment: Environment([:]))
  }

  /// Prints times, and how they stand to what was promised of their 95th percentile or of each of them, in milliseconds.
  static func report(_ name: String, _ times: [Duration], p95: Double? = nil, most: Double? = nil) {
    let sorted = times.sorted().map { $0.inSeconds * 1000 }
    guard let last = sorted.last else {
      // What was not measured is not met.
      if p95 != nil || most != nil { unmet.withLock { $0.append(name) } }
      return say("\(name): nothing measured")
    }
    let high = sorted[sorted.count * 95 / 100]
    say(
      "\(name): p50 \(decimals(sorted[sorted.count / 2])) ms, p95 \(decimals(high)) ms, "
        + "most \(decimals(last)) ms, \(sorted.count) times")
    if let p95 { judge("\(name), p95", high, "ms", .atMost(p95)) }
    if let most { judge("\(name), each time", last, "ms", .atMost(most)) }
  }

  /// Prints a line at once, for whoever reads along.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }

  static func decimals(_ value: Double) -> String { String((value * 100).rounded() / 100) }

  /// Processor time that this process, or its children that have ended, took so far, in seconds.
  static func processorTime(ofChildren: Bool = false) -> Double {
    var usage = rusage()
    // RUSAGE_CHILDREN and RUSAGE_SELF, which are of another type on Linux.
    getrusage(ofChildren ? -1 : 0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// What the process has in memory, in bytes: what it has now on Linux, the most it ever had elsewhere.
  static func residentBytes() -> Int {
    #if os(Linux)
      guard let file = fopen("/proc/self/statm", "r") else { return 0 }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 128)
      guard fgets(&line, 128, file) != nil else { return 0 }
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
