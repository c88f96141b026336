import HoneSystem
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ParallelMapTests {
  @Test(arguments: [(1, 1), (2, 1), (4, 3), (8, 100)])
  func consumesInOrder(threads: Int, window: Int) {
    var consumed: [Int] = []
    ParallelMap(threads: threads, window: window).run(
      count: 500, worker: { 0 },
      work: { (done: inout Int, item) in
        done += 1
        return item * 3
      },
      consume: { item, output in
        #expect(output == item * 3)
        consumed.append(item)
        return true
      })
    #expect(consumed == Array(0..<500))
  }

  @Test func runsOnSeveralThreadsAndNeverLeavesTheWindow() {
    let furthest = Mutex((awaited: 0, ahead: 0, workers: 0))
    ParallelMap(threads: 4, window: 5).run(
      count: 300, worker: { furthest.withLock { $0.workers += 1 } },
      work: { (_: inout Void, item) in furthest.withLock { $0.ahead = max($0.ahead, item - $0.awaited) } },
      consume: { item, _ in
        furthest.withLock { $0.awaited = item }
        return true
      })
    let seen = furthest.withLock { $0 }
    #expect(seen.workers > 1)
    // The consumer tells of an item a moment after it took it, so the window counts from the one after.
    #expect(seen.ahead <= 6)
  }

  @Test func stopsWhenTheConsumerHasEnough() {
    let begun = Mutex(0)
    var consumed = 0
    ParallelMap(threads: 2, window: 4).run(
      count: 1_000_000, worker: { 0 },
      work: { (_: inout Int, _) in begun.withLock { $0 += 1 } },
      consume: { _, _ in
        consumed += 1
        return consumed < 10
      })
    #expect(consumed == 10)
    #expect(begun.withLock { $0 } <= 10 + 4 + 2)
  }

  @Test func passesErrorsOn() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      try ParallelMap(threads: 3, window: 2).run(
        count: 100, worker: { 0 }, work: { (_: inout Int, item) in item },
        consume: { item, _ in
          if item == 50 { throw Full() }
          return true
        })
    }
  }

  @Test func hasNothingToDo() {
    var consumed = 0
    ParallelMap().run(
      count: 0, worker: { 0 }, work: { (_: inout Int, item) in item },
      consume: { _, _ in
        consumed += 1
        return true
      })
    #expect(consumed == 0)
  }

  @Test func goesOnWhileTheConsumerWaitsUntilTheResultsWeighTooMuch() async {
    let begun = Mutex(0)
    var most = 0
    await ParallelMap(threads: 3, window: 1000, weightLimit: 50).run(
      count: 200, worker: { 0 },
      work: { (_: inout Int, item) in
        begun.withLock { $0 += 1 }
        return item
      },
      weigh: { _ in 10 },
      consume: { item, output in
        #expect(item == output)
        // Whoever is slow gives the threads all the time that they need.
        if item == 0 { usleep(200_000) }
        most = max(most, begun.withLock { $0 } - item)
        return true
      })
    // Six results weigh more than 50; what the three threads had begun by then is finished.
    #expect(most > 3 && most <= 6 + 3 + 1, "\(most)")
  }

  @Test func heavyResultsComeOneByOne() async {
    var consumed: [Int] = []
    await ParallelMap(threads: 2, weightLimit: 0).run(
      count: 50, worker: { 0 }, work: { (_: inout Int, item) in item }, weigh: { _ in 1_000 },
      consume: { item, _ in
        consumed.append(item)
        return item < 40
      })
    #expect(consumed == Array(0...40))
  }

  @Test func `Processors that a thread may not use are not counted`() throws {
    #if os(Linux)
      var command = ChildProcess.Command("nproc", [])
      command.environment = Environment(["PATH": Environment.current["PATH"] ?? "/usr/bin:/bin"])
      let printed = String(decoding: try ChildProcess.run(command).standardOutput, as: UTF8.self)
      #expect("\(ProcessorCount.usable)\n" == printed)
    #else
      #expect(ProcessorCount.usable >= 1)
    #endif
  }
}
