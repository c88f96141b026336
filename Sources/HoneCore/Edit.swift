/// One change that an engine asks for, as it wrote it: not yet located, not yet checked.
package struct Edit: Hashable, Sendable {
  /// What is to change.
  package enum Change: Hashable, Sendable {
    /// The whole window that the engine was shown becomes this text.
    case rewriteWindow([UInt8])
    /// The one place that reads `search` becomes `replacement`.
    case replace(search: [UInt8], replacement: [UInt8])
    /// These lines, counted from 0, become `replacement`; an empty range stands above the line at which it begins.
    case replaceLines(Range<Int>, replacement: [UInt8])
    /// The lines between two anchors, both included, become `replacement`.
    case replaceAnchored(Anchors, replacement: [UInt8])
    /// Chunks of a V4A patch, in file order.
    case patch([PatchChunk])
    /// A new file with these contents.
    case create([UInt8])
    /// The file goes away.
    case delete
    /// The file gets another name, and the chunks are applied to it.
    case move(to: String, [PatchChunk])
    /// Something in another form than the one that was asked for, of which this is the first line that shows it.
    case foreign([UInt8])
  }

  /// The path as the engine wrote it, unchecked; `nil` when the format names none (a window).
  package var path: String?
  package var change: Change
  /// The lines between the block and the block or the path before it: they may name a file all the same.
  package var heading: String?
  /// Whether its place is below that of the edit before it: the chunks of one section of a V4A patch are in file order.
  package var isContinuation: Bool

  package init(path: String?, change: Change, heading: String? = nil, isContinuation: Bool = false) {
    self.path = path
    self.change = change
    self.heading = heading
    self.isContinuation = isContinuation
  }
}

/// Beginnings of the first and the last line of a place, as far as they are needed to tell these lines from others.
package struct Anchors: Hashable, Sendable {
  /// How the first line begins.
  package var first: [UInt8]
  /// How the last line begins; `nil` when the place is one line.
  package var last: [UInt8]?

  package init(first: [UInt8], last: [UInt8]? = nil) {
    self.first = first
    self.last = last
  }
}

/// One `@@` section of a V4A patch.
package struct PatchChunk: Hashable, Sendable {
  /// A line of a chunk; the text carries no line ending.
  package enum Line: Hashable, Sendable {
    case context([UInt8])
    case removed([UInt8])
    case added([UInt8])
  }

  /// The texts after `@@`, outermost first: lines (a class, a function) that stand above the chunk in the file.
  package var headers: [[UInt8]]
  package var lines: [Line]
  /// Whether `*** End of File` anchors the chunk at the end.
  package var isAtEndOfFile: Bool

  package init(headers: [[UInt8]] = [], lines: [Line] = [], isAtEndOfFile: Bool = false) {
    self.headers = headers
    self.lines = lines
    self.isAtEndOfFile = isAtEndOfFile
  }
}
