/// A small seeded generator, so that a random test fails the same way twice.
///
/// Source: G. Steele and others, "Fast Splittable Pseudorandom Number Generators" (2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}

/// Runs `body` with generators of ascending seeds until about half a second has passed, at least `minimum` times.
func fuzz(minimum: Int = 50, _ body: (inout SplitMix64) throws -> Void) rethrows {
  let clock = ContinuousClock()
  let end = clock.now + .milliseconds(500)
  var seed: UInt64 = 1
  while seed <= minimum || clock.now < end {
    var generator = SplitMix64(seed: seed)
    try body(&generator)
    seed += 1
  }
}
