#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneSystem

/// How many threads a server gets: the cores that are not busy when it starts, one at least.
///
/// Inference waits at a barrier after every layer, so one thread that shares its core holds up all of them: on two cores
/// beside two busy loops, one thread gives 16 to 18 tokens a second and two give 10. A core counts as busy when the system's
/// mean over one minute and a look at this moment both say so: the mean alone remembers a build that has just ended, which
/// halved the speed of the server for all of its life, and the moment alone sees a burst of something short.
enum ThreadBudget {
  static func threads(cores: Int, load: Double) -> Int {
    let busy = load.isFinite ? Int(min(max(0, load), 4096).rounded()) : 0
    return max(1, cores - busy)
  }

  /// Whether a server with so many threads is clearly out of step with the machine: the system's mean over one minute and a
  /// look at this moment both ask for more of them, or both for fewer.
  ///
  /// The server's own work counts in the mean for a while, so the mean alone would take its threads away again.
  static func isMisfit(_ threads: Int, cores: Int, mean: Double, moment: Double) -> Bool {
    let wanted = [Self.threads(cores: cores, load: mean), Self.threads(cores: cores, load: moment)]
    return wanted.allSatisfy { $0 > threads } || wanted.allSatisfy { $0 < threads }
  }

  /// The same of this machine now; takes 60 ms, of which each core tells six ticks, where the mean asks for another number.
  static func isMisfit(_ threads: Int) async -> Bool {
    var mean = [0.0]
    let cores = ProcessorCount.usable
    guard getloadavg(&mean, 1) == 1, Self.threads(cores: cores, load: mean[0]) != threads,
      let before = ProcessorTicks.now()
    else { return false }
    try? await Task.sleep(for: .milliseconds(60))
    guard let busy = ProcessorTicks.now().flatMap({ $0.busyShare(since: before) }) else { return false }
    return isMisfit(threads, cores: cores, mean: mean[0], moment: busy * Double(cores))
  }

  /// The budget of this machine now; takes a tenth of a second where the mean says that it is busy.
  static func current() async -> Int {
    var mean = [0.0]
    let load = getloadavg(&mean, 1) == 1 ? mean[0] : 0
    let cores = ProcessorCount.usable
    guard threads(cores: cores, load: load) < cores, let before = ProcessorTicks.now() else {
      return threads(cores: cores, load: load)
    }
    try? await Task.sleep(for: .milliseconds(100))
    let busy = ProcessorTicks.now().flatMap { $0.busyShare(since: before) }
    return threads(cores: cores, load: min(load, busy.map { $0 * Double(cores) } ?? load))
  }
}

/// What all cores together have done since the system started, in the system's clock ticks.
struct ProcessorTicks: Hashable {
  var idle: UInt64
  var all: UInt64

  /// Reads the first line of `/proc/stat`: `cpu`, then user, nice, system, idle, waiting for a disk, and others; see proc(5).
  /// - Returns: `nil` for anything else.
  init?(_ text: some StringProtocol) {
    let words = text.prefix { $0 != "\n" }.split(separator: " ")
    // What a guest takes is counted as the user's time already.
    let ticks = words.dropFirst().prefix(8).compactMap { UInt64($0) }
    guard words.first == "cpu", ticks.count == min(8, words.count - 1), ticks.count >= 5 else { return nil }
    idle = ticks[3] &+ ticks[4]
    all = ticks.reduce(0, &+)
  }

  /// The share of the time since `earlier` in which cores were busy; `nil` where no time has passed.
  func busyShare(since earlier: ProcessorTicks) -> Double? {
    guard all > earlier.all else { return nil }
    let idle = idle > earlier.idle ? idle - earlier.idle : 0
    return max(0, 1 - Double(idle) / Double(all - earlier.all))
  }

  /// - Returns: `nil` on systems without such a file.
  static func now() -> ProcessorTicks? {
    guard let file = fopen("/proc/stat", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return ProcessorTicks(String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
