/// Why a YAML text cannot be read, or does not say what was expected of it.
package struct YAMLError: Error, Hashable, Sendable {
  /// The line of the fault, from 1.
  package var line: Int
  /// The column of the fault, from 1, in bytes.
  package var column: Int
  /// What is wrong, in one line.
  package var problem: String
  /// What to do about it, in one line.
  package var remedy: String

  package init(line: Int, column: Int, problem: String, remedy: String) {
    self.line = line
    self.column = column
    self.problem = problem
    self.remedy = remedy
  }

  /// A fault at the start of a value.
  package init(at mark: YAMLMark, _ problem: String, remedy: String) {
    self.init(line: mark.line, column: mark.column, problem: problem, remedy: remedy)
  }
}

extension YAMLError: CustomStringConvertible {
  package var description: String { "\(line):\(column): \(problem); \(remedy)" }
}

/// What reading a YAML text may cost.
///
/// A file of a few hundred bytes can name values that expand to billions of nodes, or nest deeper than a stack reaches.
package struct YAMLLimits: Hashable, Sendable {
  /// The longest text.
  package var bytes: Int
  /// How deep collections may nest, aliases resolved.
  package var depth: Int
  /// How many values a stream of documents may hold, with each alias counted as all that it stands for.
  package var nodes: Int

  package init(bytes: Int = 16 << 20, depth: Int = 128, nodes: Int = 1 << 20) {
    self.bytes = bytes
    self.depth = depth
    self.nodes = nodes
  }
}
