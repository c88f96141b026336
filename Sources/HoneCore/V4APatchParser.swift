/// Reads the V4A patch of `apply_patch`: `*** Begin Patch`, sections for files, `*** End Patch`.
///
/// Accepted beyond the grammar, because engines write it and it is never ambiguous: text around the patch (a here
/// document, a code fence, prose), blanks around markers, a first chunk without `@@`, an empty line for an empty
/// context line, empty lines between chunks, several `@@` lines above one chunk, the line numbers of a unified diff
/// after `@@`, a rename without changes. Each chunk of an update is an edit of its own, complete when the next `@@` or `*** ` line
/// comes; a section that moves its file is one edit, complete with the next `*** ` line.
package struct V4APatchParser: LineEditParser {
  private enum Section {
    case create(path: String)
    case update(path: String)
    case delete(path: String)
  }

  var stream = LineStream()
  private var isInPatch = false
  /// Whether an edit in another form was told since the last patch.
  private var isForeignTold = false
  private var section: Section?
  /// What the open section has so far: the text of a new file, or the chunks of an update.
  private var text: [UInt8] = []
  private var update = UpdateSection()
  private var sectionCount = 0

  /// Starts before the reply.
  package init() {}

  package var isEditOpen: Bool { isInPatch }

  package var openBlock: OpenBlock? {
    guard isInPatch, case .update(let path) = section else { return nil }
    return update.openBlock(path: path, section: sectionCount)
  }

  mutating func take(_ line: ArraySlice<UInt8>) throws(Refusal) -> Edit? {
    guard isInPatch else {
      if line.withoutBlanks.elementsEqual("*** Begin Patch".utf8) {
        (isInPatch, isForeignTold) = (true, false)
        return nil
      }
      _ = try ForeignEdit.endsReasoning(line, hasEdits: sectionCount > 0)
      guard !isForeignTold, ForeignEdit(line) != nil else { return nil }
      isForeignTold = true
      return .foreign(line, path: nil)
    }
    switch section {
    case .update(let path):
      if !update.isHeader(line) {
        try update.take(line)
        return update.takeOutChunk(of: path)
      }
      if case .move(let target) = try Header(line), update.target == nil, update.isEmpty {
        update.target = target
        return nil
      }
    case .create:
      if line.first == UInt8(ascii: "+") {
        text += line.dropFirst()
        text.append(0x0a)
        return nil
      }
    case .delete, nil: break
    }
    if line.isBlankLine { return nil }
    return try begin(Header(line))
  }

  mutating func takeEnd() throws(Refusal) {
    if isInPatch {
      throw Refusal(
        .malformed, "the reply ended inside a patch: *** End Patch is missing",
        remedy: "ask again, with a larger limit on the answer")
    }
  }

  /// Ends the open section and begins the one that `header` names.
  private mutating func begin(_ header: Header) throws(Refusal) -> Edit? {
    let finished = try closeSection()
    switch header {
    case .create(let path): section = .create(path: path)
    case .update(let path): section = .update(path: path)
    case .delete(let path): section = .delete(path: path)
    case .move:
      throw Refusal(.malformed, "*** Move to stands without its *** Update File", remedy: "ask again")
    case .endOfFile:
      throw Refusal(.malformed, "*** End of File stands outside of an update", remedy: "ask again")
    case .end: isInPatch = false
    }
    return finished
  }

  private mutating func closeSection() throws(Refusal) -> Edit? {
    defer {
      section = nil
      sectionCount += 1
      text = []
      update = UpdateSection()
    }
    switch section {
    case nil: return nil
    case .create(let path): return Edit(path: path, change: .create(text))
    case .delete(let path): return Edit(path: path, change: .delete)
    case .update(let path): return try update.finish(of: path)
    }
  }
}

/// A `*** ` line inside a patch.
private enum Header {
  case create(path: String)
  case update(path: String)
  case delete(path: String)
  case move(to: String)
  case endOfFile
  case end

  init(_ line: ArraySlice<UInt8>) throws(Refusal) {
    let text = line.withoutBlanks
    if text.elementsEqual("*** End Patch".utf8) {
      self = .end
    } else if text.elementsEqual("*** End of File".utf8) {
      self = .endOfFile
    } else if let path = Self.path(in: text, after: "*** Add File:") {
      self = .create(path: path)
    } else if let path = Self.path(in: text, after: "*** Update File:") {
      self = .update(path: path)
    } else if let path = Self.path(in: text, after: "*** Delete File:") {
      self = .delete(path: path)
    } else if let path = Self.path(in: text, after: "*** Move to:") {
      self = .move(to: path)
    } else {
      throw Refusal(
        .malformed, "the patch holds a line that belongs to no part of it: \(Excerpt(text))", remedy: "ask again")
    }
  }

  private static func path(in text: ArraySlice<UInt8>, after marker: StaticString) -> String? {
    guard text.hasPrefix(marker) else { return nil }
    let path = text.dropFirst(marker.utf8CodeUnitCount).withoutBlanks
    return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
  }
}
