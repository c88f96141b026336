import CTreeSitter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A loaded tree-sitter grammar: the kinds and fields of one language.
///
/// `@unchecked Sendable`: the pointer leads to constant tables in a shared object that is never unloaded, and every
/// other property is a constant of a value type.
package final class Grammar: @unchecked Sendable {
  /// The grammar's own name, as in `tree_sitter_<name>`.
  package let name: String
  /// The number of the grammar format (ABI) it was generated for.
  package let version: Int
  /// The name of each symbol, by its number; names repeat where a grammar aliases.
  package let kinds: [String]
  /// The name of each field, by its number; number 0 means no field.
  package let fields: [String]
  let language: OpaquePointer

  /// Loads the shared object at `path`.
  ///
  /// Symbols stay local (`RTLD_LOCAL`): some scanners export names as general as `OPERATORS`.
  /// - Throws: `GrammarError` when the file is no grammar, or of a format that the library does not know.
  package init(name: String, path: String) throws(GrammarError) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .unusable(name: name, path: path, reason: dlerror().map { String(cString: $0) } ?? "cannot be loaded")
    }
    guard let symbol = dlsym(handle, "tree_sitter_\(name)") else {
      throw .unusable(name: name, path: path, reason: "holds no tree_sitter_\(name)")
    }
    typealias Entry = @convention(c) () -> OpaquePointer?
    guard let language = unsafeBitCast(symbol, to: Entry.self)() else {
      throw .unusable(name: name, path: path, reason: "gives no language")
    }
    version = Int(ts_language_version(language))
    guard (TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION...TREE_SITTER_LANGUAGE_VERSION).contains(Int32(version)) else {
      throw .unusable(name: name, path: path, reason: "is of format \(version), which this tree-sitter does not read")
    }
    self.name = name
    self.language = language
    kinds = (0..<ts_language_symbol_count(language)).map { number in
      ts_language_symbol_name(language, TSSymbol(number)).map { String(cString: $0) } ?? ""
    }
    fields = (0...ts_language_field_count(language)).map { number in
      ts_language_field_name_for_id(language, TSFieldId(number)).map { String(cString: $0) } ?? ""
    }
  }

  /// The numbers of every symbol called `kind`; empty when the grammar has none.
  ///
  /// A grammar may give one name to several symbols, so a kind is a set.
  package func symbols(named kind: String, isNamed: Bool = true) -> [UInt16] {
    kinds.indices.lazy.filter { self.kinds[$0] == kind }.map(UInt16.init).filter {
      (ts_language_symbol_type(language, $0) == TSSymbolTypeRegular) == isNamed
    }
  }
}

/// Why a grammar is not at hand.
package enum GrammarError: Error, Hashable, Sendable {
  /// No folder holds it.
  case missing(name: String, searched: [String])
  /// The file is there and cannot be used.
  case unusable(name: String, path: String, reason: String)
}
