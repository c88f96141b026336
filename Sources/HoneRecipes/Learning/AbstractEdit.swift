package import HoneSyntax

/// What an edit does, apart from the code that it does it to: edits are alike when this is equal.
///
/// It is the smallest difference of both trees in which what both sides hold is left open, as narrow as it can be cut
/// with one name kept on the old side. What is inserted or deleted as a whole is itself.
package struct AbstractEdit: Hashable, Sendable {
  /// The old side with holes, in the notation of patterns; of an insertion empty.
  package let before: String
  /// The new side.
  package let after: String

  /// Abstracts every edit between two versions of a file.
  package static func all(from before: SyntaxTree, to after: SyntaxTree) -> [(edit: TreeEdit, abstract: AbstractEdit)] {
    let digests = [ObjectIdentifier(before): SubtreeDigests(before), ObjectIdentifier(after): SubtreeDigests(after)]
    return Learner.edits(from: before, to: after).map { ($0, AbstractEdit($0, digests: digests)) }
  }

  /// Abstracts one edit of trees whose digests are known.
  init(_ edit: TreeEdit, digests: [ObjectIdentifier: SubtreeDigests]) {
    switch Candidates.all(for: [(0, edit)], digests: digests, limit: 1).first?.shape {
    case .rename(let from, let to, _): (before, after) = (from, to)
    case .template(let made): (before, after) = (Self.joined(made.before.text), Self.joined(made.after.text))
    case nil:
      func words(_ nodes: TreeEdit.Nodes, _ tree: SyntaxTree) -> String {
        nodes.flatMap { SyntaxNode(tree: tree, index: $0).tokens }.map { String(decoding: $0, as: UTF8.self) }
          .joined(separator: " ")
      }
      (before, after) = (words(edit.removed, edit.before), words(edit.added, edit.after))
    }
  }

  /// Without line breaks and indentation, which differ with the place.
  private static func joined(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\t" || $0.isNewline }.joined(separator: " ")
  }
}
