internal import HoneSyntax

/// The files in which a rule can be about what it was learned of: a name that is private to a file or folder stands for
/// something else in others.
struct RuleSight: Sendable {
  /// A file that the rule was learned in.
  private struct Origin: Sendable {
    let before: SyntaxTree
    let after: SyntaxTree
    let path: String?
  }

  private let origins: [Origin]
  /// How far the name reaches that reaches least.
  let visibility: NameVisibility

  /// Sees everything.
  init() {
    origins = []
    visibility = .everywhere
  }

  /// - Parameters:
  ///   - examples: the files in which the user made the edit.
  ///   - names: where the old side stands in them, those leaves that hold its names.
  init(_ examples: [LearningExample], names: [SyntaxNode], known: VisibilityMemory) {
    origins = examples.map { Origin(before: $0.before, after: $0.after, path: $0.path) }
    let byText = Dictionary(grouping: names, by: \.text)
    visibility =
      byText.map { text, leaves in
        examples.map { Self.visibility(of: text, at: leaves, in: $0, known) }.max() ?? .everywhere
      }.min() ?? .everywhere
  }

  /// What a file says of a name: of the definition that was edited; of uses alone, all of its definitions.
  private static func visibility(
    of text: ArraySlice<UInt8>, at leaves: [SyntaxNode], in example: LearningExample, _ known: VisibilityMemory
  ) -> NameVisibility {
    let here = leaves.filter { $0.tree === example.before }
    if let edited = here.compactMap({ NameVisibility(ofDefinition: $0, path: example.path) }).max() { return edited }
    guard !here.isEmpty, here.allSatisfy(\.isOfObjectAtHand), here.contains(where: { NameRole(of: $0) == .shared })
    else { return .everywhere }
    return known.widest(of: text, in: example) ?? .everywhere
  }

  /// Whether a file is out of sight of what the rule is about.
  /// - Parameter path: the path of the file, where it is known.
  func excludes(_ tree: SyntaxTree, at path: String?) -> Bool {
    guard visibility != .everywhere else { return false }
    return !origins.contains { origin in
      if origin.before.source == tree.source || origin.after.source == tree.source { return true }
      guard let own = origin.path, let path else { return visibility == .folder }
      return visibility == .file ? own == path : own.folder == path.folder
    }
  }

  /// The files that it is kept to, as patterns of paths; empty for all.
  var files: [String] {
    guard visibility != .everywhere else { return [] }
    return origins.compactMap { origin in
      origin.path.map { path in
        guard visibility == .folder else { return "/" + path }
        let ending = path.split(separator: ".").last ?? ""
        return "/" + path.folder + (path.folder.isEmpty ? "*." : "/*.") + ending
      }
    }
  }
}

/// What files were found to say of names, so that each is asked once.
final class VisibilityMemory {
  private var known: [String: NameVisibility?] = [:]

  func widest(of text: ArraySlice<UInt8>, in example: LearningExample) -> NameVisibility? {
    let key = "\(ObjectIdentifier(example.before).hashValue) \(String(decoding: text, as: UTF8.self))"
    if let found = known[key] { return found }
    let found = NameVisibility.widest(of: text, in: example.before, path: example.path)
    known[key] = .some(found)
    return found
  }
}

extension String {
  /// A path without its last part.
  fileprivate var folder: Substring { self[..<(lastIndex(of: "/") ?? startIndex)] }
}

extension SyntaxNode {
  /// Whether nothing stands before a name that tells whose it is, or only `self` or `this`.
  fileprivate var isOfObjectAtHand: Bool {
    let before = tree.source[..<range.lowerBound].reversed()
    let mark = before.prefix { !$0.isTextWordByte && $0 > 0x20 }
    guard mark.first.map({ ".:>".utf8.contains($0) }) ?? false else { return true }
    let owner = before.dropFirst(mark.count).prefix(while: \.isTextWordByte).reversed()
    return owner.elementsEqual("self".utf8) || owner.elementsEqual("this".utf8)
  }
}
