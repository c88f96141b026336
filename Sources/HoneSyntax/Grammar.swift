internal import CTreeSitter
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A loaded tree-sitter grammar: the kinds and fields of one language.
package final class Grammar: Sendable {
  /// The symbol of an error node, the same in every grammar (tree-sitter's `ts_builtin_sym_error`).
  package static let errorSymbol = UInt16.max

  /// The name of the language, as `Language.name`.
  package let name: String
  /// The number of the grammar format (ABI) it was generated for.
  package let version: Int
  /// The name of each symbol, by its number; names repeat where a grammar aliases.
  package let kinds: [String]
  /// The name of each field, by its number; number 0 means no field.
  package let fields: [String]
  /// The flags that every node of a symbol has, by the symbol's number.
  let symbolFlags: [SyntaxTree.Flags]
  /// The address of the grammar's tables; 0 for `plainText`, which has none.
  ///
  /// They are constants in a shared object that is never unloaded, which a number can promise to the compiler and a
  /// pointer cannot.
  private let address: UInt

  /// The tables as tree-sitter takes them.
  var language: OpaquePointer? { OpaquePointer(bitPattern: address) }

  /// Gives tree-sitter its memory, once, before anything of it is used.
  private static let allocator: Void = ts_set_allocator(
    GuardedAllocator.malloc, GuardedAllocator.calloc, GuardedAllocator.realloc, GuardedAllocator.free)

  /// Loads the shared object at `path`.
  ///
  /// Symbols stay local (`RTLD_LOCAL`): some scanners export names as general as `OPERATORS`.
  /// - Parameter symbol: the name of the grammar's function after `tree_sitter_`, where it is not `name`.
  /// - Throws: `GrammarError.unusable` when the file is no grammar, or of a format that the library does not know.
  package init(name: String, path: String, symbol: String? = nil) throws(GrammarError) {
    Self.allocator
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .unusable(name: name, path: path, reason: dlerror().map { String(cString: $0) } ?? "cannot be loaded")
    }
    let entry = "tree_sitter_\(symbol ?? name)"
    guard let address = dlsym(handle, entry) else {
      throw .unusable(name: name, path: path, reason: "holds no \(entry)")
    }
    typealias Entry = @convention(c) () -> OpaquePointer?
    guard let language = unsafeBitCast(address, to: Entry.self)() else {
      throw .unusable(name: name, path: path, reason: "gives no language")
    }
    // A scanner that would end the process ends its parse.
    dlsym(handle, "hone_leave")?.assumingMemoryBound(to: (@convention(c) () -> Void)?.self).pointee =
      GuardedArena.giveUp
    version = Int(ts_language_version(language))
    guard (TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION...TREE_SITTER_LANGUAGE_VERSION).contains(Int32(version)) else {
      throw .unusable(name: name, path: path, reason: "is of format \(version), which this tree-sitter does not read")
    }
    self.name = name
    self.address = UInt(bitPattern: language)
    let symbols = 0..<TSSymbol(ts_language_symbol_count(language))
    kinds = symbols.map { number in ts_language_symbol_name(language, number).map { String(cString: $0) } ?? "" }
    symbolFlags = symbols.map { ts_language_symbol_type(language, $0) == TSSymbolTypeRegular ? .named : [] }
    fields = (0...TSFieldId(ts_language_field_count(language))).map { number in
      ts_language_field_name_for_id(language, number).map { String(cString: $0) } ?? ""
    }
  }

  /// The grammar of text in no known language, which no file holds: a `document` of `line`s, `word`s, `number`s, `mark`s.
  package static let plainText = Grammar(plainText: PlainText.Kind.allCases.map(\.rawValue))

  /// Whether it is `plainText`.
  package var isPlainText: Bool { address == 0 }

  private init(plainText kinds: [String]) {
    name = Language.text.name
    version = Int(TREE_SITTER_LANGUAGE_VERSION)
    address = 0
    self.kinds = kinds
    symbolFlags = kinds.map { _ in .named }
    fields = [""]
  }

  /// Whether the language is JavaScript or what was made of it.
  package var isECMAScript: Bool { ["javascript", "typescript", "tsx"].contains(name) }

  /// The name of a symbol's kind; `ERROR` for `errorSymbol`.
  package func kind(of symbol: UInt16) -> String {
    Int(symbol) < kinds.count ? kinds[Int(symbol)] : "ERROR"
  }

  /// The numbers of every symbol called `kind`; empty when the grammar has none.
  ///
  /// A grammar may give one name to several symbols, so a kind is a set. The kind `ERROR` is `errorSymbol`.
  package func symbols(named kind: String, isNamed: Bool = true) -> [UInt16] {
    if kind == "ERROR", isNamed { return [Self.errorSymbol] }
    let length = kind.utf8.count
    return kinds.indices.lazy.filter { symbol in
      // Most are told apart by their lengths, in no time.
      self.kinds[symbol].utf8.count == length && self.symbolFlags[symbol].contains(.named) == isNamed
        && self.kinds[symbol] == kind
    }.map(UInt16.init)
  }
}
