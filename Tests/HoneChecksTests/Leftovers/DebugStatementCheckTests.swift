import Testing

@testable import HoneChecks

struct DebugStatementCheckTests {
  private let check = DebugStatementCheck()

  @Test(arguments: [
    ("a.py", "  breakpoint()\n"), ("a.py", "import pdb; pdb.set_trace()\n"), ("a.py", "if x: pdb.set_trace()\n"),
    ("a.py", "import ipdb\n"), ("a.js", "  debugger;\n"), ("a.ts", "if (x) { debugger }\n"), ("a.jsx", "debugger"),
    ("a.js", "debugger; // why\n"), ("a.py", "code.interact(local=locals())\n"),
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
    ("<script>debugger;</script>\n", "1:9 breakpoint"),
    ("<p>\n<script type=\"module\">\n  debugger\n</script>\n", "3:3 breakpoint"),
    ("<script>f(); console.log(x)</script>\n", "1:14 debug-print"),
  ])
  func `Scripts of a page are looked at`(page: String, told: String) throws {
    #expect(try found(check, in: "a.html", page) == [told])
  }

  @Test func `Code in a template is text`() throws {
    #expect(
      try found(check, in: "a.js", "const a = `\n  console.log(x);\n  debugger;\n`;\nconsole.log(`a`);\n") == [
        "5:1 debug-print"
      ])
    #expect(try found(check, in: "a.js", "// it`s\ndebugger;\n") == ["2:1 breakpoint"])
  }

  @Test(arguments: ["scripts/build.mjs", "bin/a.js", "tools/b/c.ts"])
  func `Programs for terminals print`(path: String) throws {
    #expect(try found(check, in: path, "console.log(x)\n") == [])
    #expect(try found(check, in: path, "debugger\n") == ["1:1 breakpoint"])
    #expect(try found(check, in: "a.js", "#!/usr/bin/env node\nconsole.log(x)\n") == [])
  }

  @Test(arguments: [
    "<pre>\nconsole.log(x)\n</pre>\n", "<script type=\"text/template\">\ndebugger\n</script>\n",
    "<script>\nconst a = `\ndebugger;\n`;\n</script>\n",
    "<!-- <script>debugger;</script> -->\n", "<style>\ndebugger\n</style>\n", "<p onclick=\"debugger\">debugger;</p>\n",
  ])
  func `What else stands in a page is text`(page: String) throws {
    #expect(try found(check, in: "a.html", page) == [])
  }

  @Test func `A line of a page is deleted when all of it is script`() throws {
    #expect(
      try mended(check, in: "a.html", "<script>\n  f();\n  debugger;\n</script>\n") == "<script>\n  f();\n</script>\n")
    let page = "<script>\n  debugger;</script>\n"
    #expect(try mended(check, in: "a.html", page) == page)
  }

  @Test(arguments: [
    ("a.js", "console.log(x)\n", Severity.note), ("a.vue", "  console.table(rows);\n", .note),
    ("a.rs", "let y = dbg!(x + 1);\n", .warning), ("a.php", "  var_dump($x);\n", .warning),
    ("a.php", "dd($request);\n", .warning), ("a.go", "spew.Dump(x)\n", .warning),
    ("a.hs", "import Debug.Trace (trace)\n", .warning), ("a.ex", "  |> IO.inspect()\n", .note),
    ("a.py", "from icecream import ic\n", .warning), ("A.java", "  System.out.println(x);\n", .note),
    ("a.swift", "debugPrint(x)\n", .note), ("a.js", "foo(); console.debug(x)\n", .note),
    ("a.js", "x => console.log(x)\n", .note),
    ("a.py", "    print(\"here\")\n", .warning), ("a.py", "print('HERE 2!!!')\n", .warning),
    ("a.py", "print(\"DEBUG\", x)\n", .warning), ("a.py", "print(f\"[DEBUG] {x}\")\n", .warning),
    ("a.py", "print(\"got here:\", x)\n", .warning), ("a.py", "print(f\"{x=}\")\n", .note),
    ("a.py", "print(f'a {x.y = !r} b')\n", .note), ("a.py", "print(locals())\n", .note),
    ("a.py", "pprint(vars(self))\n", .note), ("a.py", "pprint.pprint(globals())\n", .note),
    ("a.c", "  fprintf(stderr, \"here...\\n\");\n", .warning), ("a.c", "\tprintf(\"DEBUG %d\\n\", i);\n", .warning),
    ("a.c", "  puts(\"xxx\");\n", .warning), ("a.h", "  printf(\">>> here 1\");\n", .warning),
    ("a.cpp", "  std::cerr << \"DEBUG\" << x << std::endl;\n", .warning),
    ("a.cc", "  cout << \"here\" << endl;\n", .warning), ("a.m", "  NSLog(@\"here\");\n", .warning),
    ("a.php", "dump($x);\n", .warning), ("a.php", "print_r($x);\n", .note), ("a.go", "\tprintln(x)\n", .note),
    ("a.js", "  alert(x);\n", .note), ("a.sh", "set -x\n", .note),
    ("a.cs", "  Console.WriteLine(\"DEBUG\");\n", .warning),
    ("a.go", "\tfmt.Println(\"here\")\n", .warning), ("a.rs", "    eprintln!(\"DEBUG: {x}\");\n", .warning),
    ("A.swift", "    print(\"got here\")\n", .warning), ("a.rb", "  puts \"here\"\n", .warning),
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
    ("a.sh", "set -xe\n"), ("a.go", "p.println(x)\n"), ("a.php", "$x->dump($y);\n"), ("a.js", "alerts(x)\n"),
    ("a.cs", "Console.WriteLine(x);\n"),
    ("a.py", "print(x)\n"), ("a.py", "print(\"here is the result:\", x)\n"), ("a.py", "print(\"Debugging is on\")\n"),
    ("a.py", "if debug:\n    print(\"DEBUG\", x)\n"), ("a.py", "# print(\"here\")\n"),
    ("a.py", "blueprint(\"here\")\n"),
    ("a.py", "self.print(\"here\")\n"), ("a.py", "print(f\"{x==1}\")\n"), ("a.py", "print(f\"{x:=^10}\")\n"),
    ("a.py", "print(f\"a={x}\")\n"), ("a.py", "def debug(x):\n    print(\"DEBUG:\", x)\n"),
    ("a.py", "print(variables)\n"),
    ("a.py", "print(\"XXX this may hang\")\n"), ("a.c", "printf(\"`DEBUG SLEEP` failed\");\n"),
    ("a.c", "printf(\"%d\\n\", i);\n"), ("a.c", "#ifdef DEBUG\n  printf(\"DEBUG %d\", i);\n#endif\n"),
    ("a.c", "if (verbose)\n  fprintf(stderr, \"DEBUG %d\", i);\n"), ("a.c", "sprintf(\"here\");\n"),
    ("a.c", "x = printf(\"here\");\n"), ("a.c", "fprintf(stderr, \"Here be dragons\\n\");\n"),
    ("a.c", "#define LOG(x) printf(\"DEBUG %d\", x)\n"), ("a.cpp", "my_cerr << \"here\";\n"),
    ("a.go", "fmt.Println(\"reached the end\")\n"), ("a.txt", "breakpoint()\n"),
    ("a.js", "return x // console.log(x)\n"), ("a.js", "const log = console.log\n"),
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
    #expect(try mended(check, in: "a.cc", "a();\n  std::cerr << \"here\" << (x);\nb();\n") == "a();\nb();\n")
    #expect(try mended(check, in: "a.py", "a()\nprint(\"here\")\n") == "a()\n")
    #expect(try found(check, in: "a.py", "print(\"DEBUG\", x)\nprint(\"DEBUG\", y)\n").count == 2)
    #expect(try findings(of: check, in: "a.py", Array("print(\"here\",\n  x)\n".utf8))[0].fix == nil)
  }
}
