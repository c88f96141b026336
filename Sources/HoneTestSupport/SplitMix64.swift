/// A small generator whose whole sequence follows from its seed, so that a random test fails the same way twice.
///
/// Source: G. Steele, D. Lea and C. Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }

  /// Whether something happens that happens so often of a hundred times.
  package mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// `count` bytes, or fewer.
  package mutating func bytes(atMost count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

/// Runs `body` with generators of ascending seeds until about half a second has passed, at least `minimum` times.
package func fuzz(minimum: Int = 50, _ body: (inout SplitMix64) throws -> Void) rethrows {
  let clock = ContinuousClock()
  let end = clock.now + .milliseconds(500)
  var seed: UInt64 = 1
  while seed <= minimum || clock.now < end {
    var generator = SplitMix64(seed: seed)
    try body(&generator)
    seed += 1
  }
}
