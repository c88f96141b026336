import HoneSystem
import Testing

@Suite struct GuardedArenaTests {
  /// Blocks keep what was written to them, whatever is allocated, resized and freed beside them.
  @Test func `blocks do not touch one another`() {
    let arena = GuardedArena()
    var state: UInt64 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let faults = GuardedAllocator.faults
    for _ in 0..<20 {
      let isWhole = arena.run { () -> Bool in
        var blocks = [(start: UnsafeMutableRawPointer, size: Int)?](repeating: nil, count: 200)
        for _ in 0..<4_000 {
          let index = random(blocks.count)
          let size = random(10) == 0 ? random(40_000) : random(500)
          if let block = blocks[index] {
            let bytes = UnsafeRawBufferPointer(start: block.start, count: block.size)
            guard bytes.allSatisfy({ $0 == UInt8(index) }) else { return false }
          }
          if random(3) == 0 {
            GuardedAllocator.free(blocks[index]?.start)
            blocks[index] = nil
          } else if let start = GuardedAllocator.realloc(blocks[index]?.start, size) {
            start.initializeMemory(as: UInt8.self, repeating: UInt8(index), count: size)
            blocks[index] = (start, size)
          }
        }
        return true
      }
      #expect(isWhole)
      #expect(arena.usedBytes > 0)
      arena.reset()
      #expect(arena.usedBytes == 0)
    }
    #expect(GuardedAllocator.faults == faults)
  }

  /// What large blocks take is counted as it is, whatever is resized and freed.
  @Test func `memory is counted`() {
    let arena = GuardedArena()
    arena.run {
      var block = GuardedAllocator.malloc(1 << 20)
      #expect(arena.usedBytes == 1 << 20)
      block = GuardedAllocator.realloc(block, 3 << 20)
      #expect(arena.usedBytes == 3 << 20)
      GuardedAllocator.free(block)
      #expect(arena.usedBytes == 0)
    }
  }

  @Test(arguments: [100, 5_000])
  func `a call that takes too much is left`(size: Int) {
    let arena = GuardedArena()
    for _ in 0..<3 {
      var few = Taking(size: size, count: 10)
      #expect(arena.run { arena.call(limit: 1 << 20, Taking.body, &few) } == .done)
      #expect(few.count == 0)
      var many = Taking(size: size, count: 1_000_000)
      #expect(arena.run { arena.call(limit: 1 << 20, Taking.body, &many) } == .tooMuch)
      #expect(many.count > 0 && arena.usedBytes < 2 << 20)
      arena.reset()
      // Outside of the call there is no limit.
      arena.run { _ = GuardedAllocator.malloc(4 << 20) }
      arena.reset()
    }
  }

  @Test func `a call that gives up is left`() {
    let arena = GuardedArena()
    GuardedArena.giveUp()
    var isDone = false
    let end = arena.run {
      arena.call(
        limit: .max,
        { context in
          GuardedArena.giveUp()
          context?.assumingMemoryBound(to: Bool.self).pointee = true
        }, &isDone)
    }
    #expect(end == .givenUp && !isDone)
  }

  /// Takes blocks, one after the other.
  private struct Taking {
    var size: Int
    var count: Int

    static let body: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
      guard let taking = context?.assumingMemoryBound(to: Taking.self) else { return }
      while taking.pointee.count > 0 {
        _ = GuardedAllocator.malloc(taking.pointee.size)
        taking.pointee.count -= 1
      }
    }
  }

  @Test func `a wrong address is counted and left alone`() throws {
    let arena = GuardedArena()
    let faults = GuardedAllocator.faults
    try arena.run {
      let block = try #require(GuardedAllocator.calloc(8, 8))
      GuardedAllocator.free(block + 16)
      #expect(GuardedAllocator.faults == faults + 1)
      GuardedAllocator.free(block)
      GuardedAllocator.free(block)
      #expect(GuardedAllocator.faults == faults + 2)
    }
  }
}
