import HoneEngine
import HoneSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Measures what Hone's own engine client costs, against a scripted server on the loopback interface in a process of its own.
///
/// `hone-engine-benchmark client`, `command <git-hone>` and `local` print one line a measurement, of the client, of the whole command
/// and of the local engine; `serve <kind> <count> [<rate>]` only serves a stream, for comparing other clients.
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
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  static func engine(at url: String) throws -> any Engine {
    try EngineConfiguration(name: "scripted", url: url, model: "m", api: .chat).makeEngine(
      environment: Environment([:]))
  }

  static func report(_ name: String, _ times: [Duration]) {
    let sorted = times.sorted().map { $0.inSeconds * 1000 }
    guard let last = sorted.last else { return say("\(name): nothing measured") }
    say(
      "\(name): p50 \(decimals(sorted[sorted.count / 2])) ms, p95 \(decimals(sorted[sorted.count * 95 / 100])) ms, "
        + "most \(decimals(last)) ms, \(sorted.count) times")
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
