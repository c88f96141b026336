import HoneCore
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
}
