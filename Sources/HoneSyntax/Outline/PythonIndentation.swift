/// Whether lines of Python are indented as they must be, which tree-sitter's grammar takes no notice of.
///
/// Source: The Python Language Reference, "Indentation".
package enum PythonIndentation {
  /// A line that is indented as it must not be.
  package struct Fault: Hashable, Sendable {
    /// The first byte of the line that is no blank.
    package var offset: Int
    /// Whether it is indented more than the line before, which opens no block; else it fits no block that is open.
    package var isDeeper: Bool
  }

  /// The first line with a fault; `nil` also for what is not understood, or not indented by blanks alone or tabs alone.
  package static func fault(in bytes: [UInt8]) -> Fault? {
    bytes.withUnsafeBufferPointer { IndentedLine.all(in: $0).flatMap(fault) }
  }

  static func fault(of lines: [IndentedLine]) -> Fault? {
    var open = [0]
    var mayOpen = false
    for line in lines {
      let fault = Fault(offset: line.start + line.indentation, isDeeper: line.indentation > open[open.count - 1])
      if fault.isDeeper {
        guard mayOpen else { return fault }
        open.append(line.indentation)
      } else {
        while open[open.count - 1] > line.indentation { open.removeLast() }
        guard open[open.count - 1] == line.indentation else { return fault }
      }
      mayOpen = line.opensBlock
    }
    return nil
  }
}
