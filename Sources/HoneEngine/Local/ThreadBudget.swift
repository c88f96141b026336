#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How many threads a server gets: the cores that are not busy when it starts, one at least.
///
/// Inference waits at a barrier after every layer, so one thread that shares its core holds up all of them: on two cores
/// beside two busy loops, one thread gives 16 to 18 tokens a second and two give 10. The load is the system's mean over
/// one minute, rounded; the count stays for the life of the server.
enum ThreadBudget {
  static func threads(cores: Int, load: Double) -> Int {
    let busy = load.isFinite ? Int(min(max(0, load), 4096).rounded()) : 0
    return max(1, cores - busy)
  }

  /// The budget of this machine now.
  static var current: Int {
    var load = [0.0]
    let count = getloadavg(&load, 1)
    return threads(cores: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), load: count == 1 ? load[0] : 0)
  }
}
