internal import Synchronization

/// Works on numbered items on all cores, and hands the results, in order, to one consumer.
///
/// Memory is bounded: no thread begins an item that is further than the window from the one that the consumer waits
/// for, nor while the results that wait weigh more than they may. The consumer runs on the calling thread, so it needs no
/// lock, and may stop the rest.
package struct ParallelMap: Sendable {
  /// The number of threads that work; the calling thread only consumes.
  package var threads: Int
  /// How many items may be begun or finished and not consumed yet.
  package var window: Int
  /// What results may weigh, in the unit of the caller, before no further item is begun.
  package var weightLimit: Int

  /// - Parameters:
  ///   - threads: `nil` takes one for each processor.
  ///   - window: `nil` takes 16 for each thread.
  package init(threads: Int? = nil, window: Int? = nil, weightLimit: Int = .max) {
    self.threads = max(1, threads ?? ProcessorCount.usable)
    self.window = max(1, window ?? 16 * self.threads)
    self.weightLimit = weightLimit
  }

  /// What the threads share.
  private struct State<Output: Sendable>: Sendable {
    /// The next item that no thread has begun.
    var next = 0
    /// The item that the consumer waits for.
    var awaited = 0
    var isStopped = false
    /// Results by item, modulo the window.
    var results: [Output?]
    /// What the results weigh that wait to be consumed.
    var weight = 0
  }

  /// One run: the state behind its lock, and the two things that threads sleep for.
  private final class Run<Output: Sendable>: Sendable {
    let state: Mutex<State<Output>>
    let finished = EventCount()
    let consumed = EventCount()
    let count: Int
    let window: Int
    let weightLimit: Int
    let weigh: @Sendable (Output) -> Int

    init(count: Int, _ map: ParallelMap, weigh: @escaping @Sendable (Output) -> Int) {
      self.count = count
      window = map.window
      weightLimit = map.weightLimit
      self.weigh = weigh
      state = Mutex(State(results: Array(repeating: nil, count: window)))
    }

    private enum Turn {
      case item(Int)
      case wait
      case end
    }

    /// The next item to work on; sleeps while the window is full.
    func take() -> Int? {
      while true {
        let ticket = consumed.ticket()
        let turn: Turn = state.withLock { state in
          guard !state.isStopped, state.next < count else { return .end }
          // The item that the consumer waits for is always begun, or nothing would ever be consumed.
          guard state.next < state.awaited + window, state.weight <= weightLimit || state.next == state.awaited else {
            return .wait
          }
          state.next += 1
          return .item(state.next - 1)
        }
        switch turn {
        case .item(let item): return item
        case .wait: consumed.wait(after: ticket)
        case .end: return nil
        }
      }
    }

    func put(_ output: Output, for item: Int) {
      let weight = weigh(output)
      let isAwaited = state.withLock { state in
        state.results[item % window] = output
        state.weight += weight
        return state.awaited == item
      }
      if isAwaited { finished.tell() }
    }

    /// The result of the item that the consumer waits for.
    func result(of item: Int) -> Output {
      while true {
        let ticket = finished.ticket()
        let output: Output? = state.withLock { state in
          guard let output = state.results[item % window] else { return nil }
          state.results[item % window] = nil
          state.awaited = item + 1
          state.weight -= weigh(output)
          return output
        }
        if let output {
          consumed.tell()
          return output
        }
        finished.wait(after: ticket)
      }
    }

    func stop() {
      state.withLock { $0.isStopped = true }
      consumed.tell()
    }
  }

  /// Works on the items from 0 to `count`.
  /// - Parameters:
  ///   - makeWorker: makes what one thread keeps from item to item, on that thread.
  ///   - work: works on one item; runs on several threads at a time, each with its own worker.
  ///   - consume: takes the results in order, on the calling thread; `false` ends the run, items that are being worked
  ///     on excepted.
  /// - Throws: what `consume` throws, after every thread has ended.
  package func run<Worker: ~Copyable, Output: Sendable, Failure: Error>(
    count: Int, worker makeWorker: @escaping @Sendable () -> Worker,
    work: @escaping @Sendable (inout Worker, Int) -> Output,
    consume: (Int, Output) throws(Failure) -> Bool
  ) throws(Failure) {
    let run = Run<Output>(count: count, self, weigh: { _ in 0 })
    let started = start(run, worker: makeWorker, work: work)
    guard !started.isEmpty || count == 0 else {
      // No thread to be had: the calling thread works as well.
      var worker = makeWorker()
      for item in 0..<count where try !consume(item, work(&worker, item)) { return }
      return
    }
    defer { end(run, started) }
    for item in 0..<count where try !consume(item, run.result(of: item)) { return }
  }

  /// The same for a consumer that takes its time, such as one that asks somebody; the threads go on meanwhile, until what
  /// they found weighs too much.
  /// - Parameter weigh: what a result weighs while it waits.
  package func run<Worker: ~Copyable, Output: Sendable, Failure: Error>(
    count: Int, worker makeWorker: @escaping @Sendable () -> Worker,
    work: @escaping @Sendable (inout Worker, Int) -> Output, weigh: @escaping @Sendable (Output) -> Int,
    consume: (Int, Output) async throws(Failure) -> Bool
  ) async throws(Failure) {
    let run = Run<Output>(count: count, self, weigh: weigh)
    let started = start(run, worker: makeWorker, work: work)
    guard !started.isEmpty || count == 0 else {
      for item in 0..<count {
        var worker = makeWorker()
        guard try await consume(item, work(&worker, item)) else { return }
      }
      return
    }
    defer { end(run, started) }
    for item in 0..<count {
      guard try await consume(item, run.result(of: item)) else { return }
    }
  }

  private func start<Worker: ~Copyable, Output: Sendable>(
    _ run: Run<Output>, worker makeWorker: @escaping @Sendable () -> Worker,
    work: @escaping @Sendable (inout Worker, Int) -> Output
  ) -> [SystemThread] {
    (0..<min(threads, run.count)).compactMap { _ in
      SystemThread {
        var worker = makeWorker()
        while let item = run.take() { run.put(work(&worker, item), for: item) }
      }
    }
  }

  private func end<Output: Sendable>(_ run: Run<Output>, _ started: [SystemThread]) {
    run.stop()
    for thread in started { thread.join() }
  }
}
