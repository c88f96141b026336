import HoneCore
import HoneSyntax
import Testing

@Suite struct LanguageTests {
  private func detected(_ path: String, attribute: String? = nil, _ contents: String = "") throws -> String? {
    Language.detect(path: try RepositoryPath(path), attribute: attribute, contents: Array(contents.utf8))?.name
  }

  @Test(arguments: [
    ("py", "python"), ("PYTHON", "python"), ("js", "javascript"), ("jsx", "javascript"), ("ts", "typescript"),
    ("tsx", "tsx"), ("c++", "cpp"), ("cpp", "cpp"), ("cs", "csharp"), ("C#", "csharp"), ("rs", "rust"),
    ("kt", "kotlin"), ("sh", "bash"), ("Shell", "bash"), ("yml", "yaml"), ("md", "markdown"), ("golang", "go"),
  ])
  func knowsOtherNames(alias: String, name: String) {
    #expect(Language.named(alias)?.name == name)
  }

  @Test func givesEachNameToOneLanguage() {
    for keys: (Language) -> [String] in [{ [$0.name] + $0.aliases }, \.extensions, \.fileNames, \.interpreters] {
      let all = Language.all.flatMap(keys)
      #expect(all.count == Set(all).count)
    }
    #expect(Language.named("cobol") == nil)
  }

  @Test func goesByAttributeThenNameThenFirstLine() throws {
    #expect(try detected("a.h") == "c")
    #expect(try detected("a.h", attribute: "C++") == "cpp")
    #expect(try detected("a.py", attribute: "Klingon") == nil)
    #expect(try detected("src/A.PY") == "python")
    #expect(try detected("Rakefile") == "ruby")
    #expect(try detected(".bashrc") == "bash")
    #expect(try detected("bin/tool", "#!/usr/bin/env -S LANG=C python3.12 -u\n") == "python")
    #expect(try detected("bin/tool", "#! /bin/sh -e\r\n") == "bash")
    #expect(try detected("bin/tool", "#!/usr/bin/env\n") == nil)
    #expect(try detected("bin/tool", "#!\n") == nil)
    #expect(try detected("bin/tool", "import os\n") == nil)
    #expect(try detected("notes.txt", "#!/bin/sh\n") == nil)
    #expect(try detected(".py") == nil)
  }
}
