/// A set of kinds of one grammar, the kind of errors among them.
struct SymbolSet: Hashable, Sendable {
  private var words: [UInt64]
  /// The number of kinds, where the kind of errors is put.
  private let errorIndex: Int

  init(_ symbols: some Sequence<UInt16>, of grammar: Grammar) {
    errorIndex = grammar.kinds.count
    words = Array(repeating: 0, count: errorIndex / 64 + 1)
    for symbol in symbols { insert(symbol) }
  }

  private func index(_ symbol: UInt16) -> Int { min(Int(symbol), errorIndex) }

  mutating func insert(_ symbol: UInt16) {
    words[index(symbol) / 64] |= 1 << UInt64(index(symbol) % 64)
  }

  func contains(_ symbol: UInt16) -> Bool {
    words[index(symbol) / 64] & (1 << UInt64(index(symbol) % 64)) != 0
  }

  mutating func formIntersection(_ other: SymbolSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func formUnion(_ other: SymbolSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
