package import HoneSystem
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The grammars of a process, each loaded when it is first asked for and then kept.
///
/// Asking takes no lock: a place for each language is filled once, by whichever thread is first.
package final class GrammarLibrary: Sendable {
  /// What is known of one language's grammar.
  private final class Slot: Sendable {
    let answer = AtomicLazyReference<Answer>()
  }

  private final class Answer: Sendable {
    private let grammar: Grammar?
    private let fault: GrammarError?

    init(_ grammar: Grammar) { (self.grammar, fault) = (grammar, nil) }
    init(_ fault: GrammarError) { (grammar, self.fault) = (nil, fault) }

    func get() throws(GrammarError) -> Grammar {
      if let fault { throw fault }
      return grammar ?? .plainText
    }
  }

  /// The folders that are searched, in order.
  package let folders: [String]
  /// In the order of `Language.all`.
  private let slots: [Slot]

  package init(folders: [String]) {
    self.folders = folders
    slots = Language.all.map { _ in Slot() }
  }

  /// The library of this process.
  package static let standard = GrammarLibrary(folders: folders(environment: .current))

  /// Where grammars may lie: the folder that `HONE_GRAMMARS` names, and no other if it is set; else the user's data
  /// folder, and then what was installed or built with the program.
  package static func folders(environment: Environment) -> [String] {
    if let folder = environment["HONE_GRAMMARS"], !folder.isEmpty { return [folder] }
    return (UserDirectories(environment: environment).map { [$0.data + "/grammars"] } ?? [])
      + InstalledFolder.candidates(installed: "lib/hone/grammars", built: ".build/grammars")
  }

  /// The grammar of a language.
  /// - Throws: `GrammarError`, the same one each time.
  package func grammar(for language: Language) throws(GrammarError) -> Grammar {
    if language == .text { return .plainText }
    guard let index = Language.all.firstIndex(of: language) else {
      throw .missing(name: language.name, searched: folders)
    }
    let slot = slots[index]
    if let answer = slot.answer.load() { return try answer.get() }
    return try slot.answer.storeIfNil(load(language)).get()
  }

  private func load(_ language: Language) -> Answer {
    guard let path = file(of: language) else { return Answer(.missing(name: language.name, searched: folders)) }
    do throws(GrammarError) {
      return Answer(try Grammar(name: language.name, path: path, symbol: language.symbol))
    } catch {
      return Answer(error)
    }
  }

  /// The languages whose grammar no folder holds; nothing is loaded.
  package var missing: [Language] { Language.all.filter { file(of: $0) == nil } }

  private func file(of language: Language) -> String? {
    folders.lazy.map { "\($0)/\(language.name).so" }.first { access($0, R_OK) == 0 }
  }
}
