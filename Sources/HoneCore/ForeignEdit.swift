/// A line between edits that shows that another edit was written there, in a form which is not the one being read.
///
/// What is not understood must not disappear: a reply of which a part was passed over would claim to be done. Read as marks
/// are four or more `<` or `>` before a word, also indented, quoted with `>`, or written as entities, and the lines with which
/// a V4A patch, its sections and unified diffs begin.
enum ForeignEdit {
  /// It opens a block.
  case opening
  /// It ends one.
  case closing
  /// It stands in a patch or diff, whose end no line tells.
  case patch

  init?(_ line: ArraySlice<UInt8>) {
    var text = line.withoutBlanks
    while text.first == UInt8(ascii: ">"), text.dropFirst().first?.isBlank ?? false {
      text = text.dropFirst().withoutBlanks
    }
    for (kind, sign, entity) in [
      (ForeignEdit.opening, UInt8(ascii: "<"), "&lt;" as StaticString), (.closing, UInt8(ascii: ">"), "&gt;"),
    ] {
      let (count, rest) = Self.run(of: sign, entity, in: text)
      guard count >= 4, let first = rest.withoutBlanks.first else { continue }
      guard (0x41...0x5a).contains(first & 0xdf) else { continue }
      self = kind
      return
    }
    let patches: [StaticString] = [
      "*** Begin Patch", "*** Update File:", "*** Add File:", "*** Delete File:", "diff --git ", "@@ ",
    ]
    guard patches.contains(where: { text.hasPrefix($0) }) || text.elementsEqual("@@".utf8) else { return nil }
    self = .patch
  }

  private static func run(
    of sign: UInt8, _ entity: StaticString, in text: ArraySlice<UInt8>
  ) -> (count: Int, rest: ArraySlice<UInt8>) {
    var (count, rest) = (0, text)
    while true {
      if rest.first == sign {
        rest = rest.dropFirst()
      } else if rest.hasPrefix(entity) {
        rest = rest.dropFirst(entity.utf8CodeUnitCount)
      } else {
        return (count, rest)
      }
      count += 1
    }
  }

  /// Whether a line outside of edits ends what an engine thought, where the prompt itself had begun that.
  /// - Parameter hasEdits: whether edits stand above it: they may be drafts.
  /// - Throws: a `Refusal` with the code `malformed` where they do.
  static func endsReasoning(_ line: ArraySlice<UInt8>, hasEdits: Bool) throws(Refusal) -> Bool {
    guard line.withoutBlanks.hasPrefix("</think>") else { return false }
    guard hasEdits else { return true }
    throw Refusal(
      .malformed, "the reply begins with what the engine thought, and nothing says where that began",
      remedy: "have the engine's server send reasoning apart from the reply")
  }
}

extension Edit {
  /// The stand-in for an edit whose first line, or a line of it, is `line`.
  static func foreign(_ line: ArraySlice<UInt8>, path: String?) -> Edit {
    Edit(path: path, change: .foreign(Array(line.withoutBlanks)))
  }

  /// Whether it stands for an edit that could not be read.
  package var isForeign: Bool {
    if case .foreign = change { true } else { false }
  }
}

extension Refusal {
  /// The refusal of an edit of which `line` is the first line that shows it.
  package static func foreign(_ line: [UInt8]) -> Refusal {
    Refusal(
      .malformed, "the reply holds an edit in another form, which was not read: \(Excerpt(line[...]))",
      remedy: "ask again, or use another edit format")
  }
}
