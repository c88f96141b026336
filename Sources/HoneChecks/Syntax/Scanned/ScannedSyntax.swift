internal import HoneCore
internal import HoneSyntax
internal import HoneText

/// The languages whose grammars are wrong too often, and that are read by rules of their own instead: scripts of shells, style
/// sheets and pages.
enum ScannedSyntax {
  case shell
  case style(StyleReader.Dialect)
  case page

  /// Words that only what is to be filled in holds, beside those of `SyntaxCheck`.
  private static let filledIn = LiteralFinder("{{")
  private static let pageMarks = ["<?php", "<?=", "{#", "$def with", "$:"].map { LiteralFinder($0) }

  /// Which of them a file is read as; `nil` for other files, and for those that become what they are when they are filled in.
  init?(_ file: CheckedFile) {
    guard !file.path.isToBeFilledIn, !file.isBinary else { return nil }
    switch file.path.fileExtension {
    case "css": self = .style(.css)
    case "scss": self = .style(.scss)
    case "less": self = .style(.less)
    default:
      switch file.language?.name {
      case "bash":
        guard Self.isPlainShell(file) else { return nil }
        self = .shell
      case "html": self = .page
      default: return nil
      }
    }
  }

  /// Whether only other shells than those of the Bourne family would be started for a script.
  private static func isPlainShell(_ file: CheckedFile) -> Bool {
    guard !["zsh", "ksh"].contains(file.path.fileExtension), !file.path.name.starts(with: ".z".utf8) else {
      return false
    }
    guard file.contents.starts(with: "#!".utf8), let line = file.lines.count > 0 ? file.lines[0] : nil else {
      return true
    }
    return ["zsh", "ksh", "fish", "csh"].allSatisfy { !LiteralFinder($0).occurs(in: Array(line)) }
  }

  /// Whether something else than `{{...}}` fills in a page.
  static func isFilledIn(_ page: CheckedFile) -> Bool { pageMarks.contains { $0.occurs(in: page.contents) } }

  /// What is wrong in a file, and whether readers of it would not get by all the same.
  func fault(in file: CheckedFile) -> (fault: SyntaxFault, isError: Bool)? {
    switch self {
    case .shell: ShellReader.fault(in: file.contents).map { ($0, true) }
    case .style(let dialect):
      Self.filledIn.occurs(in: file.contents) ? nil : StyleReader.fault(in: file.contents, dialect).map { ($0, true) }
    case .page: Self.isFilledIn(file) ? nil : PageReader.fault(in: file.contents)
    }
  }
}
