/// An item of a template that is written at one match.
struct WrittenItem {
  var content: FixTemplate.Item.Content
  /// The blanks before it, in the template.
  var gap: [UInt8]
}

extension FixTemplate {
  /// The items without metavariables that stand for nothing, and without commas that belonged to them or stand twice.
  ///
  /// `f($$$ARGS, x)` becomes `f(x)` when there are no arguments, and no second comma when those captured end with one.
  func written(
    _ captures: [Item.Content: Capture], _ computed: [String: [UInt8]], in source: [UInt8]
  ) -> [WrittenItem] {
    var written: [WrittenItem] = []
    /// The blanks before an item that was left out with its comma.
    var kept: [UInt8]?
    var dropsComma = false
    var end = 0
    for (index, item) in items.enumerated() {
      let gap = text[end..<item.range.lowerBound].filter(\.isWhitespace)
      end = item.range.upperBound
      if dropsComma, item.content.isComma {
        dropsComma = false
        continue
      }
      dropsComma = false
      if isNothing(item, captures, computed) {
        if index + 1 < items.count, items[index + 1].content.isComma {
          dropsComma = true
          kept = kept ?? gap
        } else if let last = written.last, last.content.isComma {
          kept = last.gap
          written.removeLast()
        } else {
          kept = kept ?? gap
        }
        continue
      }
      written.append(WrittenItem(content: item.content, gap: kept ?? gap))
      kept = nil
      if case .hole(let name, true) = item.content, computed[name] == nil, let capture = captures[item.content] {
        dropsComma = capture.range.last.map { source[$0] == UInt8(ascii: ",") } ?? false
      }
    }
    return written
  }

  private func isNothing(_ item: Item, _ captures: [Item.Content: Capture], _ computed: [String: [UInt8]]) -> Bool {
    guard case .hole(let name, _) = item.content, computed[name] == nil else { return false }
    return (captures[item.content]?.count ?? 0) == 0
  }
}
