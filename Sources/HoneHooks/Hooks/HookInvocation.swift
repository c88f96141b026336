/// What `hone-hook` was started for.
package enum HookInvocation: Hashable, Sendable {
  /// As a hook.
  /// - Parameters:
  ///   - file: the path of the file that git has started, as bytes; `nil` when it was not started as one.
  ///   - arguments: what git hands to the hook.
  case hook(HookName, file: [UInt8]?, arguments: [[UInt8]])
  case version
  case help
  /// For something that it does not know; the text says what.
  case unknown(String)

  /// Reads a command line.
  ///
  /// Four forms lead to a hook: `hone-hook <file> <arguments>`, as the kernel starts the interpreter of a hook's file;
  /// `hone-hook as <file> <arguments>` from a shell; `hone-hook run <name> <arguments>`; and a link of the hook's name to the
  /// program, as earlier releases made them. A file may have been moved aside by a manager.
  /// - Parameter words: the name that the program was started by, and its arguments, as bytes.
  package init(_ words: [[UInt8]]) {
    let program = words.first ?? []
    if let name = HookName(file: program) {
      self = .hook(name, file: program, arguments: Array(words.dropFirst()))
      return
    }
    if words.count > 1, words[1].contains(UInt8(ascii: "/")), let name = HookName(file: words[1]) {
      self = .hook(name, file: words[1], arguments: Array(words.dropFirst(2)))
      return
    }
    switch words.count > 1 ? String(decoding: words[1], as: UTF8.self) : "--help" {
    case "run" where words.count > 2:
      if let name = HookName(rawValue: String(decoding: words[2], as: UTF8.self)) {
        self = .hook(name, file: nil, arguments: Array(words.dropFirst(3)))
      } else {
        self = .unknown("there is no hook \(String(decoding: words[2], as: UTF8.self)) that Hone has a part in")
      }
    case "as" where words.count > 2:
      if let name = HookName(file: words[2]) {
        self = .hook(name, file: words[2], arguments: Array(words.dropFirst(3)))
      } else {
        self = .unknown("\(String(decoding: words[2], as: UTF8.self)) is not the file of a hook")
      }
    case "--version": self = .version
    case "--help", "-h": self = .help
    case let word: self = .unknown("unknown command \(word)")
    }
  }

  /// What `--help` prints.
  package static let helpText = """
    hone-hook runs the checks of git hone inside git's hooks. git hone hook install puts files there that
    start it.

    usage: hone-hook run <hook> [<arguments>]
           hone-hook [as] <file of the hook> [<arguments>]
           hone-hook --version | --help

    hooks: \(HookName.allCases.map(\.rawValue).joined(separator: ", "))
    HONE=0 leaves everything out, HONE_SKIP=<rule>,<rule> some rules, --no-verify of git the hook.

    """
}
