import HoneCore
import Testing

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
