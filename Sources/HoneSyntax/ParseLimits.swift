/// What a parse may cost.
package struct ParseLimits: Hashable, Sendable {
  /// The longest source, in bytes; a tree takes about six times as much.
  package var bytes: Int
  /// The longest time that tree-sitter may take for one source.
  package var milliseconds: Int
  /// How much memory tree-sitter may take for one source, in bytes, beside `memoryPerByte` for each byte of it.
  ///
  /// Text that may be read in very many ways, such as `a<` again and again in C++, makes it take gigabytes within a second, without a
  /// look at its clock.
  package var memory: Int
  /// The longest time that recipes may take to rewrite one file.
  package var rewriteMilliseconds: Int

  /// How many bytes of memory more each byte of a source may take; those of real sources take up to 110.
  private static let memoryPerByte = 256

  /// How much memory a source of so many bytes may take, in bytes.
  package func memory(of bytes: Int) -> Int { memory + Self.memoryPerByte * bytes }

  /// Limits that no file written by people meets; the format itself ends at 4 GiB.
  package init(
    bytes: Int = 32 << 20, milliseconds: Int = 10_000, memory: Int = 256 << 20, rewriteMilliseconds: Int = 30_000
  ) {
    self.bytes = min(bytes, Int(UInt32.max) - 1)
    self.milliseconds = milliseconds
    self.memory = memory
    self.rewriteMilliseconds = rewriteMilliseconds
  }
}

/// Why a source was not parsed.
package enum ParseFailure: Error, Hashable, Sendable {
  case tooLarge(bytes: Int, limit: Int)
  case tooSlow(milliseconds: Int)
  /// It nests more deeply than its grammar can follow.
  case tooDeep
  /// It can be read in too many ways at once: the limit of memory, in bytes, was met.
  case tooIntricate(memory: Int)
  /// The tree has a node with more children than the library can count; tree-sitter 0.20 counts to 65,535.
  case tooWide
}

extension ParseFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let bytes, let limit): "not parsed: \(bytes) bytes, more than the limit of \(limit)"
    case .tooSlow(let milliseconds): "not parsed: it took more than the limit of \(milliseconds) ms"
    case .tooDeep: "not parsed: nested too deeply for its grammar"
    case .tooIntricate(let memory):
      "not parsed: nested too deeply: reading it took more than the limit of \(memory >> 20) MB of memory"
    case .tooWide: "not parsed: an error in it has more parts than tree-sitter can count"
    }
  }
}
