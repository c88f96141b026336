/// The lines that an edit refers to by number, or by how they begin, while the edit is still being written.
package struct OpenPlace: Hashable, Sendable {
  /// How the lines are named.
  package enum Place: Hashable, Sendable {
    /// Counted from 0; empty for text that is added above a line.
    case lines(Range<Int>)
    case anchors(Anchors)
  }

  /// The path as the engine wrote it; `nil` when it named none yet.
  package var path: String?
  /// Which block of the reply it is, counted from 1.
  package var number: Int
  package var place: Place
}

extension EditApplier {
  /// Why `place` is not in the file, whatever text is to stand there; `nil` when it is there, or may be meant by more than one line.
  /// - Returns: the refusal, and the line of the file, counted from 0, that was most likely meant; `nil` when nothing resembles it.
  package func divergence(of place: OpenPlace.Place) -> (refusal: Refusal, line: Int?)? {
    let placement = RangePlacement(applier: self)
    do throws(Refusal) {
      switch place {
      case .lines(let lines): try placement.check(lines)
      case .anchors(let anchors): _ = try placement.range(of: anchors)
      }
      return nil
    } catch {
      guard error.code == .notFound else { return nil }
      switch place {
      case .lines: return (error, base.count - 1)
      case .anchors(let anchors):
        let first = Divergence(of: [anchors.first[...].withoutBlanks], in: locator).start
        let whole = try? placement.range(of: Anchors(first: anchors.first)).lowerBound
        return (error, whole ?? first)
      }
    }
  }
}
