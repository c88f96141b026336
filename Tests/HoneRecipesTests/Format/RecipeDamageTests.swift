import HoneTestSupport
import HoneYAML
import Testing

@testable import HoneRecipes

/// Recipes and rule files come with repositories: whatever their bytes are, they are read or refused with a place.
struct RecipeDamageTests {
  private static let rewriting = recipeText(
    """
    severity: warning
    files: ["src/**/*.py"]
    imports: {add: import b}
    constraints: {X: {regex: "^a"}}
    """,
    body: """
      ```hone
      -a($X)
      +b($X)
      ---
      rule: {any: [{pattern: "c($X)"}, {kind: call, has: {pattern: d}}]}
      fix: b($X)
      ```

      ## Example: a call
      ```python
      a(1)
      ```
      ```python
      b(1)
      ```

      ## Leaves: another
      ```python
      e(1)
      ```

      """)
  private static let asking = """
    ---
    language: python
    summary: Ask
    ask: Say why.
    match: {kind: except_clause}
    fence: {nodes: [match], lines: 3}
    ---
    # Ask

    """
  private static let ruleFile = """
    id: a
    language: python
    severity: hint
    rule: {pattern: a($X), inside: {kind: call, stopBy: end}}
    fix: b($X)
    ---
    id: c
    language: js
    rule: {regex: "^a"}

    """

  private func read(_ bytes: [UInt8]) {
    for file in ["sample.md", "rules.yml"] {
      do throws(RecipeError) {
        _ = try Recipe(bytes, name: "test/sample", file: file)
      } catch {
        #expect(error.place.hasPrefix(file) && !error.problem.isEmpty)
      }
    }
  }

  @Test func `Bytes of a sound file that are changed, lost or doubled never end the process`() throws {
    for text in [Self.rewriting, Self.asking] { _ = try recipe(text, name: "test/sample") }
    let texts = [Self.rewriting, Self.asking, Self.ruleFile].map { Array($0.utf8) }
    fuzz { generator in
      var bytes = texts[Int.random(in: texts.indices, using: &generator)]
      for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...12, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: generator.bytes(atMost: 6), at: place)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: bytes.indices, using: &generator))
        default: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        }
      }
      read(bytes)
    }
  }

  @Test func `Any bytes whatever are read or refused`() {
    fuzz { generator in read(generator.bytes(atMost: 60)) }
  }
}
