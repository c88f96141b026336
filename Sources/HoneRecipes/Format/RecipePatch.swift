internal import HoneCore
internal import HoneYAML

/// A rule written as a patch with holes: what `-` and context lines show is searched, `+` and context lines are what it becomes.
///
/// Context lines begin with a space and stand on both sides; an empty line is an empty context line. A patch without
/// `+` and `-` lines only finds. Indentation that all lines share is not part of the code.
struct RecipePatch {
  /// The code that is searched, several lines joined by line feeds.
  let pattern: String
  /// What it becomes; `nil` when the patch only finds, empty when it deletes.
  let rewrite: String?
  /// Where the first line of the pattern stands.
  let mark: YAMLMark
  /// Where each line of the pattern stands.
  let patternLines: [YAMLNode.TextLine]
  /// Where each line of the rewrite stands.
  let rewriteLines: [YAMLNode.TextLine]

  private struct Line {
    let sign: UInt8
    var text: ArraySlice<UInt8>
    let number: Int
    /// Where `text` stands in the file.
    var place: YAMLNode.TextLine

    var isBlank: Bool { text.allSatisfy(\.isBlank) }

    /// Takes blanks off its start.
    mutating func drop(_ count: Int) {
      text = text.dropFirst(count)
      place.start = place.start.moved(by: count)
    }
  }

  /// Whether lines are a patch, not YAML: a line begins with `+`, or the first that is not empty with `-` or a blank.
  ///
  /// A rule object is a mapping, so none of its lines at the first column begins like that.
  static func isPatch(_ lines: [LineCursor.Line]) -> Bool {
    guard let first = lines.lazy.compactMap(\.text.first).first else { return false }
    return "-+ \t".utf8.contains(first) || lines.contains { $0.text.first == UInt8(ascii: "+") }
  }

  /// - Throws: when a line has no sign, or nothing is to be found.
  init(_ lines: [LineCursor.Line], file: String) throws(RecipeError) {
    var patch: [Line] = []
    for line in lines {
      let sign = line.text.first ?? 0x20
      guard "-+ ".utf8.contains(sign) else {
        throw RecipeError(
          file: file, line: line.number, "the line begins with neither `-`, `+` nor a space",
          remedy: "write `-` before code that goes, `+` before code that comes, a space before code that stays")
      }
      let start = YAMLMark(offset: line.start, line: line.number, column: 1).moved(by: line.text.isEmpty ? 0 : 1)
      patch.append(
        Line(
          sign: sign, text: line.text.dropFirst(), number: line.number,
          place: YAMLNode.TextLine(start: start, isVerbatim: true)))
    }
    patch = Self.dedented(patch)
    guard let first = patch.first(where: { $0.sign != UInt8(ascii: "+") && !$0.isBlank }) else {
      throw RecipeError(
        file: file, line: lines.first?.number ?? 1, "the patch says nothing to search for",
        remedy: "add a `-` line, or a context line beside which something is inserted")
    }
    try Self.nameEllipses(&patch, file: file)
    let old = Self.trimmed(patch.filter { $0.sign != UInt8(ascii: "+") })
    let new = Self.trimmed(patch.filter { $0.sign != UInt8(ascii: "-") })
    pattern = Self.text(of: old)
    patternLines = old.map(\.place)
    let changes = patch.contains { $0.sign != 0x20 }
    rewrite = changes ? Self.text(of: new) : nil
    rewriteLines = changes ? new.map(\.place) : []
    mark = first.place.start
  }

  /// Takes away the blanks that begin every line that is not blank.
  private static func dedented(_ lines: [Line]) -> [Line] {
    let texts = lines.filter { !$0.isBlank }.map(\.text)
    guard var shared = texts.first?.prefix(while: \.isBlank) else { return lines }
    for text in texts.dropFirst() {
      shared = shared.prefix(zip(shared, text).prefix { $0 == $1 }.count)
    }
    return lines.map { line in
      var line = line
      line.drop(min(shared.count, line.text.count))
      return line
    }
  }

  /// Gives each `$$$` that stands on both sides a name, so that what it stood for is put back.
  ///
  /// On a context line it is on both sides. Of the others, the first that goes is the first that comes, and so on.
  private static func nameEllipses(_ lines: inout [Line], file: String) throws(RecipeError) {
    func count(_ sign: UInt8) -> Int {
      lines.filter { $0.sign == sign }.map { anonymousEllipses(in: $0.text).count }.reduce(0, +)
    }
    let removed = count(UInt8(ascii: "-"))
    let added = count(UInt8(ascii: "+"))
    guard added == 0 || added == removed else {
      let line = lines.first { $0.sign == UInt8(ascii: "+") }
      throw RecipeError(
        file: file, line: line?.number ?? 1,
        "`$$$` stands \(removed) times in what goes and \(added) times in what comes",
        remedy: "give them names, such as `$$$ARGUMENTS`")
    }
    let changes = lines.contains { $0.sign != 0x20 }
    var numbers: [UInt8: Int] = [:]
    for index in lines.indices {
      let sign = lines[index].sign
      guard sign == 0x20 ? changes : added > 0 else { continue }
      var text = Array(lines[index].text)
      let places = anonymousEllipses(in: lines[index].text).map { $0 - lines[index].text.startIndex }
      let first = numbers[sign, default: 0]
      for (number, place) in places.enumerated().reversed() {
        let name = (sign == 0x20 ? "KEPT_" : "REST_") + String(first + number + 1)
        text.insert(contentsOf: Array(name.utf8), at: place)
      }
      numbers[sign] = first + places.count
      lines[index].text = text[...]
      if !places.isEmpty { lines[index].place.isVerbatim = false }
    }
  }

  /// Where the names of `$$$` without a name would start.
  private static func anonymousEllipses(in text: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = text.startIndex
    while index < text.endIndex {
      let dollars = text[index...].prefix { $0 == UInt8(ascii: "$") }.count
      let after = index + dollars
      if dollars == 3, after == text.endIndex || !(text[after].isHoleByte) { places.append(after) }
      index = after + (dollars == 0 ? 1 : 0)
    }
    return places
  }

  /// The lines without blank ones at both ends.
  private static func trimmed(_ lines: [Line]) -> [Line] {
    var lines = lines
    func isEmpty(_ line: Line?) -> Bool {
      line.map { String(decoding: $0.text, as: UTF8.self).trimmed.isEmpty } ?? false
    }
    while isEmpty(lines.last) { lines.removeLast() }
    while isEmpty(lines.first) { lines.removeFirst() }
    return lines
  }

  private static func text(of lines: [Line]) -> String {
    lines.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: "\n")
  }
}

extension UInt8 {
  /// Whether the byte can stand in the name of a hole.
  var isHoleByte: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x5f: true
    default: false
    }
  }
}
