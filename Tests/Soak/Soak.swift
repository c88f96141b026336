#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import HoneGit
import HoneSystem

/// `hone-soak [--seconds N] [--seed N]`: random repositories, edits, writes, undos and kills, until the time is over.
///
/// Each repository has a seed of its own, which a failure names; the kills that hit by the clock are not repeated by it, all
/// else is.
@main struct Soak {
  private static let stepsPerRepository = 120

  static func main() {
    var arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--child" { child(Array(arguments.dropFirst())) }
    var seconds = 180
    var seed = UInt64.random(in: 0..<1_000_000)
    while let option = arguments.popFirst() {
      switch (option, arguments.popFirst()) {
      case ("--seconds", let value?): seconds = Int(value) ?? seconds
      case ("--seed", let value?): seed = UInt64(value) ?? seed
      default:
        print("usage: hone-soak [--seconds N] [--seed N]")
        exit(2)
      }
    }
    run(seconds: seconds, from: seed)
  }

  private static func run(seconds: Int, from first: UInt64) {
    let end = ContinuousClock.now + .seconds(seconds)
    var total = SoakRun.Report()
    var seed = first
    repeat {
      var report = SoakRun.Report()
      do {
        var run = try SoakRun(seed: seed, program: ownProgram())
        defer { report = run.report }
        while run.report.steps < stepsPerRepository, ContinuousClock.now < end { try run.step() }
      } catch {
        print("seed \(seed), step \(report.steps): \(error)")
        print("losses: 1")
        exit(1)
      }
      total.add(report)
      seed += 1
    } while ContinuousClock.now < end
    print("seeds: \(first)...\(seed - 1)")
    print("steps: \(total.steps), writes: \(total.writes), refusals: \(total.refusals), kills: \(total.kills)")
    print("losses: 0")
  }

  /// Carries out one action and ends: 0 for done, 1 for refused.
  private static func child(_ arguments: [String]) -> Never {
    var words = arguments[...]
    guard let directory = words.popFirst() else { exit(2) }
    var fatalStep: WriteStep?
    if words.first == "--kill-at" {
      fatalStep = words.dropFirst().first.flatMap { WriteStep(rawValue: $0) }
      words = words.dropFirst(2)
    }
    guard let action = HoneAction(arguments: words) else { exit(2) }
    do {
      try action.perform(in: directory, environment: .current, fatalStep: fatalStep)
      exit(0)
    } catch {
      print(error)
      exit(1)
    }
  }

  /// This program as a path that works in any folder.
  private static func ownProgram() throws -> String {
    guard let path = realpath(CommandLine.arguments[0], nil) else { throw SystemError("find this program") }
    defer { free(path) }
    return String(cString: path)
  }
}

extension SoakRun.Report {
  mutating func add(_ other: SoakRun.Report) {
    steps += other.steps
    writes += other.writes
    refusals += other.refusals
    kills += other.kills
  }
}
