import Testing

@testable import HoneChecks

struct DebugStatementCheckTests {
  private let check = DebugStatementCheck()

  @Test(arguments: [
    ("a.py", "  breakpoint()\n"), ("a.py", "import pdb; pdb.set_trace()\n"), ("a.py", "if x: pdb.set_trace()\n"),
    ("a.py", "import ipdb\n"), ("a.js", "  debugger;\n"), ("a.ts", "if (x) { debugger }\n"), ("a.jsx", "debugger"),
    ("a.js", "debugger; // why\n"),
    ("a.rb", "  binding.pry\n"), ("a.rb", "byebug # look\n"), ("a.php", "xdebug_break();\n"),
    ("a.go", "\truntime.Breakpoint()\n"), ("a.cs", "Debugger.Break();\n"), ("a.ex", "require IEx; IEx.pry\n"),
    ("a.c", "  __builtin_debugtrap();\n"), ("a.r", "browser()\n"), ("a.jl", "@infiltrate\n"),
  ])
  func `A breakpoint is found`(path: String, text: String) throws {
    let found = try findings(of: check, in: path, Array(text.utf8))
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.rule == "leftover/breakpoint" && $0.severity == .error })
  }

  @Test(arguments: [
    ("a.js", "console.log(x)\n", Severity.note), ("a.vue", "  console.table(rows);\n", .note),
    ("a.rs", "let y = dbg!(x + 1);\n", .warning), ("a.php", "  var_dump($x);\n", .warning),
    ("a.php", "dd($request);\n", .warning), ("a.go", "spew.Dump(x)\n", .warning),
    ("a.hs", "import Debug.Trace (trace)\n", .warning), ("a.ex", "  |> IO.inspect()\n", .note),
    ("a.py", "from icecream import ic\n", .warning), ("A.java", "  System.out.println(x);\n", .note),
    ("a.swift", "debugPrint(x)\n", .note), ("a.js", "foo(); console.debug(x)\n", .note),
    ("a.js", "x => console.log(x)\n", .note),
  ])
  func `A debug print is found`(path: String, text: String, severity: Severity) throws {
    let found = try findings(of: check, in: path, Array(text.utf8))
    #expect(found.map(\.rule) == ["leftover/debug-print"])
    #expect(found.first?.severity == severity)
  }

  @Test(arguments: [
    ("a.py", "# breakpoint()\n"), ("a.py", "x = \"breakpoint()\"\n"), ("a.py", "my_breakpoint()\n"),
    ("a.py", "self.breakpoint()\n"), ("a.py", "import pdbparse\n"), ("a.js", "// console.log(x)\n"),
    ("a.js", " * console.log(x)\n"), ("a.js", "debuggers;\n"), ("a.js", "let debugger_url = 1\n"),
    ("a.js", "foo('debugger;')\n"), ("a.js", "winston.console.log(x)\n"), ("a.rb", "byebug_port = 1\n"),
    ("a.php", "add($x);\n"), ("a.php", "$x->dd($y);\n"), ("a.rs", "// dbg!(x)\n"), ("a.rs", "my_dbg!(x)\n"),
    ("a.txt", "breakpoint()\n"), ("a.js", "return x // console.log(x)\n"), ("a.js", "const log = console.log\n"),
  ])
  func `What only looks like one is left alone`(path: String, text: String) throws {
    #expect(try found(check, in: path, text).isEmpty)
  }

  @Test func `A line that is nothing but the statement can be deleted, but not unseen`() throws {
    let text = "def f():\n    breakpoint()\n    return 1\n"
    let fix = try #require(try findings(of: check, in: "a.py", Array(text.utf8)).first?.fix)
    #expect(!fix.isSafe)
    #expect(try mended(check, in: "a.py", text) == "def f():\n    return 1\n")
    #expect(try findings(of: check, in: "a.js", Array("console.log(a,\n  b)\n".utf8))[0].fix == nil)
    #expect(try findings(of: check, in: "a.js", Array("if (x) { debugger }\n".utf8))[0].fix == nil)
    #expect(try findings(of: check, in: "a.js", Array("console.log(a) || run()\n".utf8)).count == 1)
  }
}
