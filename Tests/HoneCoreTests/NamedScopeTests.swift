import HoneTestSupport
import Testing

@testable import HoneCore

/// The two ways to tell whether named files and folders hold paths, against the plain one.
@Suite struct NamedScopeTests {
  private func holds(_ folder: RepositoryPath, _ path: RepositoryPath) -> Bool {
    path == folder || path.bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
  }

  @Test func `what is named is what the path or a folder above it says`() throws {
    fuzz { generator in
      // Few letters make many folders and names that begin alike; `-` and `0` stand before and after the slash.
      func path() -> RepositoryPath? {
        let letters = Array("ab-0//".utf8)
        let bytes = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
          letters[Int.random(in: 0..<letters.count, using: &generator)]
        }
        return try? RepositoryPath(bytes: bytes)
      }
      let named = (0..<6).compactMap { _ in path() }
      let paths = (0..<12).compactMap { _ in path() }
      let scope = NamedScope(named)
      let sorted = SortedPaths(paths)
      for path in paths { #expect(scope.contains(path) == named.contains { holds($0, path) }, "\(named) \(path)") }
      for name in named { #expect(sorted.holdsAny(in: name) == paths.contains { holds(name, $0) }, "\(paths) \(name)") }
    }
  }

  @Test func `nothing holds nothing`() throws {
    let path = try RepositoryPath("a")
    #expect(!NamedScope([]).contains(path))
    #expect(!SortedPaths([]).holdsAny(in: path))
  }
}
