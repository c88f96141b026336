/// Finds where statements of the top level begin, without parsing.
///
/// What parses in pieces between such borders parses as a whole. A text is only looked through for strings, comments and
/// brackets. Whatever is doubtful is no border, and a text that is not understood to its end has none.
struct TopLevelBorders: Sendable {
  private enum Style: Sendable {
    case indented
    case braced(BracedBorders.Dialect)
  }

  private let style: Style

  /// The dialect of a language with braces; `nil` for others.
  var dialect: BracedBorders.Dialect? {
    if case .braced(let dialect) = style { dialect } else { nil }
  }

  /// - Returns: `nil` for a language whose borders cannot be told so simply.
  init?(_ language: Language) {
    if language.name == "python" {
      style = .indented
    } else if let dialect = BracedBorders.Dialect.named(language.name) {
      style = .braced(dialect)
    } else {
      return nil
    }
  }

  /// The offsets at which a statement of the top level begins, ascending; `nil` when the text is not understood.
  func offsets(in bytes: [UInt8]) -> [Int]? {
    bytes.withUnsafeBufferPointer { buffer in
      switch style {
      case .indented: PythonBorders.offsets(in: buffer)
      case .braced(let dialect): BracedBorders.offsets(in: buffer, dialect)
      }
    }
  }

  /// The statements of the top level, ascending, of which each parses by itself, and the directives outside of them that
  /// may hold code; `nil` when the text is not understood.
  ///
  /// What stands before the first border comes first, where it holds code.
  func statements(in bytes: UnsafeBufferPointer<UInt8>) -> (code: [Range<Int>], directives: [Range<Int>])? {
    switch style {
    case .braced(let dialect): return BracedBorders.statements(in: bytes, dialect)
    case .indented:
      guard let offsets = PythonBorders.offsets(in: bytes) else { return nil }
      let starts = offsets.first == 0 ? offsets : [0] + offsets
      return (zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }, [])
    }
  }
}
