import HoneCore
import HoneTestSupport
import Testing

@testable import HoneKit

struct PathPatternTests {
  @Test(arguments: [
    ("*.env", "a/b/.env", true), ("*.env", "a/b/prod.env", true), ("*.env", "env", false),
    ("secrets", "a/secrets/x", true),
    ("secrets/", "secrets/x", true), ("a/b", "a/b/c", true), ("a/b", "x/a/b", false), ("/a", "a", true),
    ("a/*/c", "a/b/c", true), ("a/*/c", "a/b/d/c", false), ("a/**/c", "a/b/d/c", true), ("a/**/c", "a/c", true),
    ("?.txt", "a.txt", true), ("?.txt", "ab.txt", false),
  ])
  func `Patterns match as in an ignore file`(pattern: String, path: String, matches: Bool) throws {
    let pattern = try #require(PathPattern(pattern))
    #expect(pattern.matches(try RepositoryPath(path)) == matches)
  }

  @Test func `A hostile pattern costs no more than its length`() throws {
    let pattern = try #require(PathPattern(String(repeating: "*a", count: 200) + "b"))
    #expect(!pattern.matches(try RepositoryPath(String(repeating: "a", count: 250))))
    let deep = try #require(PathPattern(String(repeating: "**/x/", count: 200) + "y"))
    #expect(!deep.matches(try RepositoryPath(String(repeating: "x/", count: 400) + "z")))
  }

  @Test(arguments: ["", "  ", "!a", "/", "*.[ch]", "a\\*", "./a", "../a"])
  func `What is no pattern is none`(text: String) {
    #expect(PathPattern(text) == nil)
  }
}

struct TeamConfigurationTests {
  @Test func `Ignored paths are read`() throws {
    let configuration = try TeamConfiguration(text: "ignore:\n  - '*.env'\n  - vendor/\n")
    #expect(configuration.ignores(try RepositoryPath("a/.env")))
    #expect(configuration.ignores(try RepositoryPath("vendor/x/y.c")))
    #expect(!configuration.ignores(try RepositoryPath("src/y.c")))
  }

  @Test func `An empty file ignores nothing`() throws {
    #expect(try TeamConfiguration(text: "").ignoredPatterns.isEmpty)
  }

  @Test(arguments: [
    ("engine: http://evil\n", ".hone.yml:1:1"), ("ignore: all\n", ".hone.yml:1:9"),
    ("ignore:\n  - [a]\n", ".hone.yml:2:5"),
    ("- a\n", "not a mapping"), ("ignore: [\n", "cannot be read"), ("gate: rm -rf /\n", "`gate` is not known"),
  ])
  func `A file that comes with a repository names no engine and no command, and faults have a place`(
    text: String, words: String
  ) {
    let failure = #expect(throws: RunFailure.self) { try TeamConfiguration(text: text) }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains(words) ?? false, "\(failure?.message ?? "")")
  }

  @Test func `Any bytes whatever are read or refused, never obeyed`() throws {
    let sound = Array("ignore:\n  - '*.env'\n  - vendor/\n# comment\n".utf8)
    try fuzz { generator in
      var bytes = generator.happens(30) ? generator.bytes(atMost: 60) : sound
      for _ in 0..<3 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(truncatingIfNeeded: generator.next())
      }
      do {
        let configuration = try TeamConfiguration(text: String(decoding: bytes, as: UTF8.self))
        _ = configuration.ignores(try RepositoryPath("vendor/a/b.env"))
      } catch let failure as RunFailure {
        #expect(failure.status == .usage)
        #expect(failure.message.count < 400)
      }
    }
  }

  @Test func `Any settings whatever are read or refused`() throws {
    let keys = [
      "hone.budget", "hone.context", "honeengine.x.format", "honeengine..url", "honeengine.", "hone",
      "honeengine.a.b.c",
    ]
    try fuzz { generator in
      let value = String(decoding: generator.bytes(atMost: 12), as: UTF8.self)
      let key = keys[Int.random(in: 0..<keys.count, using: &generator)]
      do {
        _ = try Settings(pairs: [(key: key, value: value)])
      } catch let failure as RunFailure {
        #expect(failure.status == .usage)
      }
    }
  }
}
