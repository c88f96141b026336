import HoneCore
import HoneRecipes
import HoneTestSupport
import Testing

@testable import HoneKit

struct TeamConfigurationTests {
  @Test func `Ignored paths are read`() throws {
    let configuration = try TeamConfiguration(Array("ignore:\n  - '*.env'\n  - vendor/\n".utf8))
    #expect(configuration.ignores(try RepositoryPath("a/.env")))
    #expect(configuration.ignores(try RepositoryPath("vendor/x/y.c")))
    #expect(!configuration.ignores(try RepositoryPath("src/y.c")))
  }

  @Test func `An empty file ignores nothing`() throws {
    #expect(try TeamConfiguration([]).file.ignoredPatterns.isEmpty)
  }

  @Test(arguments: [
    ("engine: http://evil\n", ".hone.yml:1:1"), ("ignore: all\n", ".hone.yml:1:9"),
    ("ignore:\n  - [a]\n", ".hone.yml:2:5"),
    ("- a\n", ".hone.yml is a list"), ("ignore: [\n", ".hone.yml:2:1"), ("ignore: ['!a']\n", ".hone.yml:1:10"),
    ("url: http://evil\n", "`url` is not known"), ("gate: [a]\n", ".hone.yml:1:7"), ("checks: {on: [a]}\n", "`on`"),
    ("ignore: [a]\nignore: [b]\n", "twice"),
  ])
  func `A file that comes with a repository names no engine, and faults have a place`(
    text: String, words: String
  ) {
    let failure = #expect(throws: RunFailure.self) { try TeamConfiguration(Array(text.utf8)) }
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
        let configuration = try TeamConfiguration(bytes)
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
