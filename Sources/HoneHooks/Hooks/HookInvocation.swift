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
  /// Three forms lead to a hook: a link of the hook's name to the program; `hone-hook as <file> <arguments>` in a script
  /// where there can be no link; and `hone-hook run <name> <arguments>`.
  /// - Parameter words: the name that the program was started by, and its arguments, as bytes.
  package init(_ words: [[UInt8]]) {
    let program = words.first ?? []
    if let name = Self.hook(named: program) {
      self = .hook(name, file: program, arguments: Array(words.dropFirst()))
      return
    }
    switch words.count > 1 ? String(decoding: words[1], as: UTF8.self) : "--help" {
    case "run" where words.count > 2:
      if let name = Self.hook(named: words[2]) {
        self = .hook(name, file: nil, arguments: Array(words.dropFirst(3)))
      } else {
        self = .unknown("there is no hook \(String(decoding: words[2], as: UTF8.self)) that Hone has a part in")
      }
    case "as" where words.count > 2:
      if let name = Self.hook(named: words[2]) {
        self = .hook(name, file: words[2], arguments: Array(words.dropFirst(3)))
      } else {
        self = .unknown("\(String(decoding: words[2], as: UTF8.self)) is not the file of a hook")
      }
    case "--version": self = .version
    case "--help", "-h": self = .help
    case let word: self = .unknown("unknown command \(word)")
    }
  }

  /// The hook that a path names by its last component.
  private static func hook(named path: [UInt8]) -> HookName? {
    let name = path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    return HookName(rawValue: String(decoding: name, as: UTF8.self))
  }

  /// What `--help` prints.
  package static let helpText = """
    hone-hook runs the checks of git hone inside git's hooks. git hone hook install links it there.

    usage: hone-hook run <hook> [<arguments>]
           hone-hook as <file of the hook> [<arguments>]
           hone-hook --version | --help

    hooks: \(HookName.allCases.map(\.rawValue).joined(separator: ", "))
    HONE=0 leaves everything out, HONE_SKIP=<rule>,<rule> some rules, --no-verify of git the hook.

    """
}
