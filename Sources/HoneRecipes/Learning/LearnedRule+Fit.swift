internal import HoneCore
internal import HoneSyntax

/// What speaks against single matches.
extension LearnedRule {
  /// Whether it was learned of the same kind of thing that stands at a match.
  func covers(_ match: Match) -> Bool {
    isRename ? reach.covers(SyntaxNode(tree: match.tree, index: match.node)) : !isForeign(to: match)
  }

  /// Why a match is no place like those that the rule was learned from; `nil` when it is one.
  /// - Parameter path: the path of the file, where it is known.
  func misfit(_ match: Match, at path: String?) -> PlaceDoubt? {
    if sight.excludes(match.tree, at: path) { return .hidden }
    if !covers(match) { return isRename ? .otherThing : .definition }
    if !hasNames(at: match) || isOutOfClass(match) { return .missingName }
    guard isRename else { return nil }
    let name = SyntaxNode(tree: match.tree, index: match.node)
    if reach.isOtherUse(name) { return .definition }
    if reach.isOtherDefinition(name) { return .otherDefinition }
    if reach.isOtherMember(name) { return .otherMember }
    return !evidence.isTelling && reach.isOnlyImported(name) && name.taken != nil ? .onlyImported : nil
  }

  /// Whether what is inserted comes between two statements that both read as those did between which an edit inserted it.
  func isFramed(_ match: Match) -> Bool {
    guard evidence.form == .insertion else { return false }
    let isBehind = rewrite.hasPrefix(pattern)
    func frame(_ match: Match) -> [ArraySlice<UInt8>]? {
      guard let other = match.sibling(isBehind: isBehind) else { return nil }
      return SyntaxNode(tree: match.tree, index: match.node).tokens + [[0x0a]] + other.tokens
    }
    guard let here = frame(match) else { return false }
    return seen.contains { frame($0.match) == here }
  }

  /// What each of two edits or more of a member was taken of; `nil` where they differ, or one edit alone is known.
  var owner: ArraySlice<UInt8>? {
    guard evidence.form == .memberRename, seen.count > 1, let first = seen.first?.receiver,
      seen.allSatisfy({ $0.receiver.elementsEqual(first) })
    else { return nil }
    return first
  }

  /// Whether a member is taken of something else than in each of two edits or more, which are all of one owner.
  func isOfOtherOwner(_ match: Match) -> Bool {
    let receiver = SyntaxNode(tree: match.tree, index: match.node).receiver
    if let owner, !owner.elementsEqual(receiver) { return true }
    guard seen.count > 1, let first = seen.first?.owners else { return false }
    return first.contains { name, owner in
      if seen.allSatisfy({ $0.owners[name]?.elementsEqual(owner) ?? false }) {
        return !match.text(of: name).elementsEqual(owner)
      }
      return isOfUnknownOwner(match, name)
    }
  }

  /// Whether a member of an everyday name, such as `close`, is taken of something that is called otherwise than in each edit.
  private func isOfUnknownOwner(_ match: Match, _ name: String) -> Bool {
    guard evidence.form == .rewrite, evidence.oldNames == 1, !evidence.isTelling, !evidence.isSelfEvident,
      !evidence.isSettled, pattern.hasPrefix("$\(name).")
    else { return false }
    let own = match.text(of: name).lastName
    return !seen.contains { $0.owners[name]?.lastName == own }
  }

  /// Notes what the places consist of that it was learned from, so that others are held against them.
  mutating func noteParts() {
    wasImported =
      exchanged.map { names in
        !seen.isEmpty && seen.allSatisfy { NameBinding(names.old, in: $0.match.tree).isImported }
      } ?? false
    knownParts = seen.reduce(into: []) { $0.formUnion($1.match.parts) }
    if evidence.form == .rewrite, evidence.oldLines != evidence.newLines {
      knownBreaks = Set(seen.map { $0.match.breaks(inHoles: evidence.newLines == 1) })
    }
    keepsToLine = !seen.isEmpty && seen.allSatisfy { !(edit(for: $0.match)?.changesSeveralLines ?? true) }
  }

  /// Whether a match has parts, outside of what holes stand for, that no place has which it was learned from.
  func hasOtherParts(_ match: Match) -> Bool {
    !isRename && !knownParts.isEmpty && !match.parts.isSubset(of: knownParts)
  }

  /// Whether a match breaks lines in another way than each place that it was learned from, while the edit joins lines or breaks them:
  /// so may what is made of it.
  func isBrokenOtherwise(_ match: Match) -> Bool {
    guard !isRename, !knownBreaks.isEmpty else { return false }
    let breaks = match.breaks(inHoles: evidence.newLines == 1)
    return breaks.contains(0x0a) && !knownBreaks.contains(breaks)
  }

  /// Whether the new side takes something of the package of Go that a match is a part of: there it goes without saying.
  func isOfOwnPackage(_ match: Match) -> Bool {
    guard !isRename, match.tree.grammar.name == "go", let package = match.tree.package else { return false }
    func speaks(_ text: String) -> Bool {
      text.contains(package + ".") && text.nameWords.contains(package)
    }
    return speaks(rewrite) && !speaks(pattern)
  }

  /// Whether it brings in `this` or `self`, in a class as each place was that it was learned from, and none is around.
  private func isOutOfClass(_ match: Match) -> Bool {
    func speaks(_ text: String) -> Bool { !text.nameWords.isDisjoint(with: ["this", "self"]) }
    guard !isRename, speaks(rewrite), !speaks(pattern), !match.isInClass else { return false }
    return !seen.isEmpty && seen.allSatisfy(\.match.isInClass)
  }

  /// Whether it makes code wait that nothing says may wait: `await` where the function around is not asynchronous.
  func isOutOfTurn(at match: Match) -> Bool {
    func waits(_ text: String) -> Bool { text.nameWords.contains("await") }
    guard !isRename, waits(rewrite), !waits(pattern), !rewrite.nameWords.contains("async") else { return false }
    return !NameRole.mayWait(SyntaxNode(tree: match.tree, index: match.node))
  }

  /// Whether it hands failures on, as `?` does in Rust, where nothing says that the function around may fail.
  func isBeyondFailing(at match: Match) -> Bool {
    guard !isRename, match.tree.grammar.name == "rust", rewrite.contains("?"), !pattern.contains("?") else {
      return false
    }
    return !NameRole.mayFail(SyntaxNode(tree: match.tree, index: match.node))
  }

  /// Whether the function around a match has declared every name that the new side takes from the function around the example.
  private func hasNames(at match: Match) -> Bool {
    let node = SyntaxNode(tree: match.tree, index: match.node)
    return borrowedNames.allSatisfy { name in
      NameRole.isDeclared(name, before: node) || evidence.form == .insertion && match.declares(name)
    }
  }

  /// Whether a place is inside of an import while the edit was not, so that the line there is likely to need another edit;
  /// or a name that is defined there, where the edit makes code of it.
  func isForeign(to match: Match) -> Bool {
    guard !isRename else { return false }
    let node = SyntaxNode(tree: match.tree, index: match.node)
    if evidence.form == .bareName, NameRole.isDeclared(at: node) { return true }
    return !evidence.isImport && node.kindsToStatement.contains { RuleEvidence.isImport(kind: $0) }
  }

  /// Whether a match is a name of another function, or a function's own where the rename is of none.
  func isOutside(_ match: Match) -> Bool {
    isRename && reach.excludes(SyntaxNode(tree: match.tree, index: match.node))
  }

  /// Whether a file is one that it was learned from.
  func isSeen(in tree: SyntaxTree, at path: String?) -> Bool { seen.contains { $0.start(in: tree, at: path) != nil } }

  /// Whether a file can hold nothing that it renames, because what is private to another file is renamed.
  func isBlind(in tree: SyntaxTree, at path: String?) -> Bool {
    isRename && NameVisibility.isEnforced(in: tree.grammar) && sight.excludes(tree, at: path)
  }
}

extension ArraySlice<UInt8> {
  /// The name that it ends with, in small letters: of `self.log` it is `log`; empty where it ends otherwise.
  fileprivate var lastName: String {
    String(decoding: reversed().prefix(while: \.isNameByte).reversed(), as: UTF8.self).lowercased()
  }
}
