import HoneCore
import HoneSyntax
import HoneTestSupport
import Testing

@testable import HoneRecipes

/// What an answer may change, and what is refused although every byte of it looks harmless.
struct FenceCheckTests {
  private static let python = """
    import os


    # Loads.
    def load(name):
        return open(name).read()


    def main():
        print(load("a"))

    """

  private func program(_ keys: String, language: String = "python") throws -> RecipeProgram {
    let language = try #require(Language.named(language))
    let text = "---\nlanguage: \(language.name)\nsummary: A test.\nask: Change it.\n\(keys)\n---\n# A test\n"
    return try RecipeProgram(
      recipe(text).filled(with: []), language: language, grammar: GrammarLibrary.standard.grammar(for: language)
    ) { name throws(RecipeError) in throw RecipeError(file: name, "is not there", remedy: "") }
  }

  /// Puts `new` where `old` stands and says why that is refused; `nil` when it may stay.
  private func refusal(
    _ keys: String, _ old: String, _ new: String, in text: String = python, language: String = "python"
  ) throws -> String? {
    let program = try program(keys, language: language)
    let base = try program.tree(of: Array(text.utf8))
    let site = try #require(SiteFinder(program)?.sites(in: base).first)
    let fence = try #require(program.recipe.header.asking?.fence)
    try #require(text.contains(old))
    let result = try program.tree(of: Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
    do throws(Refusal) {
      try FenceCheck(fence, site: site, in: base).check(result)
      return nil
    } catch {
      #expect(error.code == .outsideFence)
      return error.message
    }
  }

  private let function = "match: {kind: function_definition}"

  @Test func `What was found may become anything that takes its place`() throws {
    #expect(try refusal(function, "    return open", "    \"\"\"Loads.\"\"\"\n    return open") == nil)
    #expect(try refusal(function, "open(name).read()", "name") == nil)
    #expect(try refusal("each: function", "open(name).read()", "name") == nil)
  }

  @Test(arguments: [
    ("print(load", "print(1, load", "changes line 10"), ("# Loads.", "# Reads.", "changes line 4"),
    ("read()\n", "read()\n\n\nimport_all()\n", "beside the place"), ("import os", "import sys", "changes line 1"),
  ])
  func `What stands around it may not change`(old: String, new: String, words: String) throws {
    let message = try #require(try refusal(function, old, new))
    #expect(message.contains(words), "\(message)")
  }

  @Test func `An answer cannot reach out of a hole by closing what is around it`() throws {
    let keys = "match: {pattern: print($A)}\nfence: {nodes: [$A]}"
    #expect(try refusal(keys, "load(\"a\")", "load(\"b\")") == nil)
    let message = try #require(try refusal(keys, "load(\"a\")", "1); remove(\"b\""))
    #expect(message.contains("reaches out") || message.contains("beside"), "\(message)")
    #expect(try refusal(keys, "print(load(\"a\"))", "show(load(\"a\"))") != nil)
  }

  @Test func `Siblings may change where the fence names them`() throws {
    let keys = function + "\nfence: {nodes: [match, siblings], lines: 4}"
    #expect(try refusal(keys, "def main():", "def _open(name):\n    return open(name)\n\n\ndef main():") == nil)
    #expect(try refusal(keys, "print(load", "print(read") == nil)
    #expect(try #require(try refusal(keys, "import os", "import sys")).contains("changes imports"))
    let long = String(repeating: "    x = 1\n", count: 5)
    #expect(try #require(try refusal(keys, "    return open", long + "    return open")).contains("may change 4"))
  }

  @Test func `Comments, signatures and imports stay where the fence says so`() throws {
    let text = Self.python.replacing("    return open", with: "    # Not closed.\n    return open")
    let quiet = function + "\nfence: {comments: false}"
    #expect(try #require(try refusal(quiet, "# Not closed.", "# Closed.", in: text)).contains("changes comments"))
    #expect(try #require(try refusal(quiet, "    # Not closed.\n", "", in: text)).contains("changes comments"))
    #expect(try refusal(function, "# Not closed.", "# Closed.", in: text) == nil)
    #expect(try #require(try refusal(function, "def load(name)", "def load(name, mode)")).contains("signature"))
    #expect(try refusal(function + "\nfence: {signatures: true}", "def load(name)", "def load(name: str)") == nil)
    let imports = function + "\nfence: {imports: true}"
    #expect(try refusal(imports, "import os", "import os\nimport sys") == nil)
    #expect(try refusal(imports, "print(load", "print(1, load") != nil)
  }

  @Test func `Code stays where only comments and docstrings may change`() throws {
    let keys = function + "\nfence: {code: false}"
    #expect(try refusal(keys, "    return open", "    \"\"\"Loads.\"\"\"\n    # All.\n    return open") == nil)
    for (old, new) in [
      ("open(name).read()", "name"), ("    return open", "    \"\"\"Loads.\"\"\"\n    return os.open"),
      ("    return open", "    remove(name)\n    return open"),
      ("    return open", "    \"\"\"a\"\"\".b()\n    return open"),
    ] {
      #expect(try #require(try refusal(keys, old, new)).contains("changes code"), "\(new)")
    }
    let loop = "def f(a):\n    for x in a:\n        use(x)\n    return None\n"
    for (old, new) in [
      ("    return None", "        return None"), ("    for x", "    f\"{os.system('x')}\"\n    for x"),
    ] {
      #expect(try #require(try refusal(keys, old, new, in: loop)).contains("changes code"), "\(new)")
    }
  }

  @Test func `Where a comment is asked about, code cannot come instead`() throws {
    let keys = "match: {kind: comment}"
    #expect(try refusal(keys, "# Loads.", "# Lädt.\n# Alles.") == nil)
    #expect(try #require(try refusal(keys, "# Loads.", "remove()")).contains("only a comment"))
  }

  @Test func `No comment is put beside the place`() throws {
    for keys in [function, function + "\nfence: {code: false}", function + "\nfence: {lines: 3}"] {
      for new in ["# Opens.\ndef load(name)", "# Opens.\n\n# Reads.\ndef load(name)"] {
        let message = try #require(try refusal(keys, "def load(name)", new))
        #expect(message.contains("puts a comment beside the place"), "\(message)")
      }
      #expect(try refusal(keys, "    return open(name).read()", "    # All.\n    return open(name).read()") == nil)
      #expect(try refusal(keys, "return open(name).read()", "return open(name).read()\n    # All.") == nil)
    }
    let siblings = function + "\nfence: {nodes: [match, siblings]}"
    #expect(try refusal(siblings, "def load(name)", "# Opens.\ndef load(name)") == nil)
    let go = "package a\n\nfunc Load() error {\n\treturn err\n}\n"
    let keys = "match: {kind: return_statement}"
    for new in ["// Up.\n\treturn err", "return err // up", "/* up */ return err"] {
      let message = try #require(try refusal(keys, "return err", new, in: go, language: "go"))
      #expect(message.contains("beside the place"), "\(new): \(message)")
    }
    let hole = "match: {pattern: print($A)}\nfence: {nodes: [$A]}"
    #expect(try #require(try refusal(hole, "load(\"a\")", "load(\"b\")  # b\n    ")).contains("beside the place"))
  }

  @Test func `Other languages have the same fences`() throws {
    let go = "package a\n\nfunc Load() error {\n\treturn err\n}\n\nfunc Save() {}\n"
    let keys = "match: {kind: return_statement}\nfence: {imports: true}"
    #expect(try refusal(keys, "return err", "return fmt.Errorf(\"load: %w\", err)", in: go, language: "go") == nil)
    #expect(try refusal(keys, "return err", "exec.Command(x).Run()\n\treturn err", in: go, language: "go") != nil)
    let swift = "public struct A {\n  func f() { g() }\n}\n"
    #expect(try refusal("each: type", "g()", "h()", in: swift, language: "swift") == nil)
    #expect(try refusal("each: type", "func f()", "func e()", in: swift, language: "swift") != nil)
  }

  @Test func `Places inside of others are asked about with them`() throws {
    let program = try program("each: function")
    let tree = try program.tree(
      of: Array("def f():\n    def g():\n        pass\n\nclass A:\n    def h(self):\n        pass\n".utf8))
    let sites = try #require(SiteFinder(program)).sites(in: tree)
    #expect(sites.map(\.name) == ["f", "h"])
    let types = try #require(SiteFinder(try self.program("each: type"))).sites(in: tree)
    #expect(types.map(\.name) == ["A"])
  }

  @Test func `Imports above an answer are told from the answer`() throws {
    let grammar = try program(function).grammar
    let answer = Array("import os\nfrom a import (\n    b,\n)\n\n    def f(self):\n        pass\n".utf8)
    let leading = LeadingImports(of: answer, grammar: grammar)
    #expect(leading.statements == ["import os", "from a import (\n    b,\n)"])
    #expect(String(decoding: leading.rest, as: UTF8.self) == "    def f(self):\n        pass\n")
    #expect(LeadingImports(of: Array("\n    x = 1\n".utf8), grammar: grammar).statements.isEmpty)
  }
}
