internal import HoneText

/// A statement that is only written while debugging.
struct DebugStatement {
  enum Kind {
    /// Stops the program.
    case breakpoint
    /// Prints; how sure it is that this is not the program's purpose tells the severity.
    case print(Severity)
  }

  enum Place {
    /// At the start of a statement.
    case statement
    /// At the start of a statement, and all of it.
    case alone
    /// In any expression.
    case anywhere
  }

  /// Whether it prints, as programs for terminals do anyway.
  var isOnlyPrinting: Bool {
    if case .print(.note) = kind { true } else { false }
  }

  let text: LiteralFinder
  let kind: Kind
  let place: Place

  private init(_ text: String, _ kind: Kind, _ place: Place = .statement) {
    self.text = LiteralFinder(text)
    self.kind = kind
    self.place = place
  }

  /// What is looked for in files whose names end in `ending`.
  static func statements(for ending: String) -> [DebugStatement] {
    switch ending {
    case "py", "pyi": python
    case "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte": script
    case "rb", "rake", "gemspec": ruby
    case "php": php
    case "rs": rust
    case "go": go
    case "cs": csharp
    case "java", "kt", "kts": java
    case "swift": ["debugPrint(", "dump("].map { DebugStatement($0, .print(.note)) }
    case "ex", "exs": elixir
    case "c", "cc", "cpp", "cxx", "h", "hh", "hpp", "m", "mm": native
    case "r": [DebugStatement("browser()", .breakpoint)]
    case "sh", "bash", "zsh", "ksh": [DebugStatement("set -x", .print(.note), .alone)]
    case "pl", "pm": [DebugStatement("$DB::single = 1", .breakpoint)]
    case "hs": [DebugStatement("import Debug.Trace", .print(.warning))]
    case "jl": [DebugStatement("@infiltrate", .breakpoint), DebugStatement("@show ", .print(.note))]
    default: []
    }
  }

  private static let python =
    ["pdb", "ipdb", "pudb", "wdb", "celery.contrib.rdb"].map {
      DebugStatement("\($0).set_trace(", .breakpoint)
    } + ["pdb", "ipdb", "pudb"].map { DebugStatement("import \($0)", .breakpoint, .alone) } + [
      DebugStatement("breakpoint()", .breakpoint), DebugStatement("debugpy.breakpoint(", .breakpoint),
      DebugStatement("code.interact(", .breakpoint), DebugStatement("debugpy.wait_for_client(", .breakpoint),
      DebugStatement("pydevd.settrace(", .breakpoint),
      DebugStatement("from icecream import", .print(.warning)),
    ]

  private static let script =
    [DebugStatement("debugger", .breakpoint, .alone)]
    + ["log", "debug", "dir", "table", "trace"].map { DebugStatement("console.\($0)(", .print(.note)) }
    + [DebugStatement("alert(", .print(.note))]

  private static let ruby =
    ["binding.pry", "binding.irb", "binding.break", "byebug", "debugger"].map {
      DebugStatement($0, .breakpoint, .alone)
    }

  private static let php =
    [DebugStatement("xdebug_break(", .breakpoint)]
    + ["var_dump(", "dd(", "ddd(", "dump(", "ray("].map { DebugStatement($0, .print(.warning)) }
    + [DebugStatement("print_r(", .print(.note))]

  private static let rust = [DebugStatement("dbg!(", .print(.warning), .anywhere)]

  private static let go = [
    DebugStatement("runtime.Breakpoint(", .breakpoint), DebugStatement("spew.Dump(", .print(.warning)),
    // Go's own, which writes to standard error and may be taken out of the language.
    DebugStatement("println(", .print(.note)),
  ]

  private static let java = ["System.out.print", "System.err.print"].map { DebugStatement($0, .print(.note)) }

  private static let csharp = [
    DebugStatement("Debugger.Break(", .breakpoint), DebugStatement("Debugger.Launch(", .breakpoint),
    DebugStatement("System.Diagnostics.Debugger.Break(", .breakpoint),
  ]

  private static let elixir = [
    DebugStatement("IEx.pry", .breakpoint), DebugStatement("require IEx; IEx.pry", .breakpoint),
    DebugStatement("IO.inspect(", .print(.note), .anywhere),
  ]

  private static let native = [
    "__debugbreak()", "__builtin_debugtrap()", "DebugBreak()", "raise(SIGTRAP)", "asm(\"int3\")", "__asm int 3",
  ].map { DebugStatement($0, .breakpoint) }
}
