/// Finds languages by one kind of their names.
///
/// A hook asks for the languages of one or two files, so making the table must cost hardly more than one look at all names;
/// a scan asks for those of thousands, so finding must not look at them all.
struct LanguageNames: Sendable {
  /// For each hash the first of its names, counted from 1; 0 for none.
  ///
  /// There are many more than names, and their number is a power of two.
  private var slots = [UInt16](repeating: 0, count: 512)
  private var names: [String] = []
  /// The language of each name.
  private var languages: [Language] = []

  /// - Parameter keys: the names of a language; of two languages with the same name the first has it.
  init(_ keys: (Language) -> [String]) {
    names.reserveCapacity(128)
    languages.reserveCapacity(128)
    for language in Language.all {
      for name in keys(language) where self[name] == nil {
        names.append(name)
        languages.append(language)
        var slot = Self.hash(name)
        while slots[slot] != 0 { slot = (slot + 1) & 511 }
        slots[slot] = UInt16(names.count)
      }
    }
  }

  /// The language with that name, in its own case.
  subscript(name: String) -> Language? {
    var slot = Self.hash(name)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if names[place] == name { return languages[place] }
      slot = (slot + 1) & 511
    }
    return nil
  }

  /// FNV-1a, folded to the number of slots.
  ///
  /// Source: G. Fowler, L. C. Noll and P. Vo, "Fowler / Noll / Vo (FNV) Hash" (1991).
  private static func hash(_ name: String) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int((hash >> 16 ^ hash) & 511)
  }
}
