import HoneCore

/// The UTF-8 bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Bytes as text, for messages of expectations.
func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// A SEARCH/REPLACE edit of two texts.
func replacing(_ search: String, with replacement: String) -> Edit {
  Edit(path: "f", change: .replace(search: bytes(search), replacement: bytes(replacement)))
}

/// The result of one SEARCH/REPLACE edit.
func edited(_ base: String, _ search: String, _ replacement: String) throws -> String {
  text(try EditApplier.apply([replacing(search, with: replacement)], to: bytes(base)).bytes)
}

/// The refusal that an operation ends in; `nil` when it succeeds.
func refusal<T>(of operation: () throws(Refusal) -> T) -> Refusal? {
  do throws(Refusal) {
    _ = try operation()
    return nil
  } catch {
    return error
  }
}

/// The edits of a whole reply, fed in the given pieces.
func parse<P: EditStreamParser>(_ parser: P, _ pieces: [[UInt8]]) throws(Refusal) -> [Edit] {
  var parser = parser
  var edits: [Edit] = []
  for piece in pieces { edits += try parser.feed(piece) }
  return try edits + parser.finish()
}

/// What a parser made of a reply: edits that were returned before it ended or failed, and the failure.
struct Outcome: Equatable {
  var edits: [Edit] = []
  var failure: Refusal.Code?

  init<P: EditStreamParser>(_ parser: P, _ pieces: [[UInt8]]) {
    var parser = parser
    do throws(Refusal) {
      for piece in pieces { edits += try parser.feed(piece) }
      edits += try parser.finish()
    } catch {
      failure = error.code
    }
  }
}

extension EditApplier {
  /// Places and applies the edits of one file.
  /// - Throws: a `Refusal` when one edit has no single place, or two overlap; then none is applied.
  static func apply(_ edits: [Edit], to bytes: [UInt8]) throws(Refusal) -> AppliedEdits {
    let applier = EditApplier(bytes)
    var replacements: [Replacement] = []
    var position = PatchPosition()
    for edit in edits {
      if case .patch(let chunks) = edit.change {
        let placed = try applier.place(chunks, after: edit.isContinuation ? position : PatchPosition())
        (replacements, position) = (replacements + placed.replacements, placed.position)
      } else {
        replacements += try applier.place(edit)
      }
    }
    return try applier.apply(replacements)
  }
}
