/// What is known of a learned rule before it meets other files: what its trust is judged by.
package struct RuleEvidence: Hashable, Sendable {
  /// What a rule does.
  package enum Form: String, Hashable, Sendable {
    /// One name takes another's place.
    case rename
    /// One name takes the place of another that stands behind a dot.
    case memberRename
    /// One name becomes something else than a name.
    case bareName
    /// Code goes, and nothing comes.
    case deletion
    /// Statements come, beside one that stays.
    case insertion
    /// Code becomes other code.
    case rewrite
  }

  package var form: Form
  /// How many different names the old side keeps.
  package var oldNames = 0
  /// How many more it keeps that functions declare for themselves, and that tell nothing elsewhere.
  package var localNames = 0
  /// How many different names only the new side has.
  package var newNames = 0
  /// How many different names only the old side has.
  package var goneNames = 0
  /// Whether names, texts or values go, and none come.
  package var onlyTakes = false
  /// How many lines either side has.
  package var oldLines = 1
  package var newLines = 1
  /// How many holes the old side has, and how many of them stand for several nodes.
  package var holes = 0
  package var sequenceHoles = 0
  /// How many levels above the smallest difference it was cut.
  package var level = 0
  /// How many edits of the user it explains.
  package var support = 0
  /// The number of files that those stand in.
  package var supportFiles = 0
  /// Places in the user's files that it matches and that the user left alone: above the last edit of the file, below it.
  package var passedOver = 0
  package var ahead = 0
  /// Whether a name that goes or stays was made up for one thing (see `NameJudgement`).
  package var isTelling = false
  /// Whether it renames what functions declare, and only there.
  package var isLocal = false
  /// Whether a name takes another's place as a path of names, such as `slices.Contains`.
  package var isPath = false
  /// Whether every name of the old side stays.
  package var keepsAll = false
  /// Whether what stays is in the order that it was in.
  package var keepsOrder = true
  /// Whether names go and only such come as tell nothing: `var`, or a short one where no telling name went or stays.
  package var isFading = false
  /// Whether it renames functions, where they are called or defined.
  package var isOfFunction = false
  /// Whether one name takes the place of another and is in use below the edits already.
  package var newStands = false
  /// Whether it replaces a text that has several words or is long.
  package var isText = false
  /// Whether a text comes where none was: what it says is about its own place.
  package var bringsText = false
  /// Whether what comes where no text was is a sentence.
  package var bringsSentence = false
  /// Whether nothing varies and nothing has a name, and texts that were written for one thing become others.
  package var isTellingText = false
  /// Whether texts go, or numbers of three digits or more, such as the code of a status.
  package var losesValue = false
  /// Whether texts or numbers differ.
  package var changesValue = false
  /// Whether a text stays and goes on.
  package var extendsText = false
  /// Whether a text stays but for what stands behind its last dot, such as the ending of a file's name.
  package var changesExtension = false
  /// Whether the one name that comes says all that the one that goes says, and more.
  package var isSpecial = false
  /// Whether what has a small letter first gets a name of other words that has a capital one, or the other way round.
  package var changesSort = false
  /// Whether an asterisk comes, such as one that stands for all that can be imported.
  package var bringsAsterisk = false
  /// Whether only a hole is left of the code.
  package var isRemainder = false
  /// Whether holes were made of less than both sides hold, so that a name stays.
  package var isNarrowed = false
  /// Whether operands come or go, and the operation and all other names stay.
  package var isOperand = false
  /// How many places of the repository it was found to fit, where that is known.
  package var reach = 0
  /// Whether places that the user left alone count against it.
  package var isContradicted = false
  /// Whether the code that is cut is a whole statement or member.
  package var isStatement = false
  /// Whether a whole statement becomes one of another kind, or several: such an edit has no place inside of a statement.
  package var makesStatement = false
  /// The kind of the node that is cut, and those of the nodes around it up to its statement; of a rename those of the
  /// names.
  package var kinds: [String] = []
}

extension RuleEvidence: CustomStringConvertible {
  package var description: String {
    "form=\(form.rawValue) oldNames=\(oldNames) newNames=\(newNames) gone=\(goneNames) takes=\(onlyTakes)"
      + " lines=\(oldLines):\(newLines) holes=\(holes) seq=\(sequenceHoles) level=\(level)"
      + " support=\(support) files=\(supportFiles) passedOver=\(passedOver) ahead=\(ahead) local=\(isLocal) fn=\(isOfFunction) telling=\(isTelling)"
      + " stands=\(newStands) sort=\(changesSort) special=\(isSpecial) order=\(keepsOrder)"
      + " locals=\(localNames) keeps=\(keepsAll) operand=\(isOperand) text=\(isText)"
      + " statement=\(isStatement) kind=\(kinds.prefix(3).joined(separator: "<"))"
  }
}

extension RuleEvidence {
  /// Whether two edits agree that every name stays and no name comes, so that only operators, words of the language or
  /// values differ.
  var isSettled: Bool { form == .rewrite && support >= 2 && keepsAll && newNames == 0 && !isRemainder }

  /// Whether code only goes, and more than a hole is left: such an edit means the same everywhere, whatever names it has.
  ///
  /// So does one that two edits agree on, that brings in words of the language at most and keeps the rest in its order.
  var isSelfEvident: Bool {
    form == .rewrite && !isRemainder && (onlyTakes || support > 1 && newNames == 0 && goneNames > 0 && keepsOrder)
  }

  /// Whether one line becomes several.
  var spreads: Bool { form == .rewrite && oldLines == 1 && newLines > 1 }

  /// Whether one name takes the place of another, alone, in a path or in a call.
  private var isOneForOne: Bool {
    switch form {
    case .rename: true
    case .bareName: newNames < 2
    case .memberRename, .rewrite: goneNames == 1 && newNames == 1 && support > 1 && keepsOrder
    case .deletion, .insertion: false
    }
  }

  /// How many places of the repository its examples can speak for; `nil` for any number.
  ///
  /// The more an edit brings in, the more it is about its own place, unless the code that it keeps spans lines. A second example of
  /// anything but a name brings no second crowd: what doubled with it was wrong at 136 of 468 places.
  var placeLimit: Int? {
    if isSelfEvident { return nil }
    if isTellingText { return Self.placesOfText }
    let many = Self.placesPerExample * ((support + 1) / 2)
    let isOfValues = form == .rewrite && keepsAll && newNames == 0 && changesValue
    switch form {
    case .deletion, .insertion: return Self.placesOfAddition * support
    case .rename: return Self.placesPerExample * support * (isTelling ? 4 : 1)
    case .memberRename where isOneForOne: return many * (isTelling ? 2 : 1)
    case .memberRename: return Self.placesOfOneExample
    case .bareName where isOneForOne: return Self.placesPerExample * support * (isTelling ? 4 : 1)
    case .bareName: return newNames > 2 ? Self.placesOfAddition * support : Self.placesOfOneExample
    case .rewrite: break
    }
    if isOneForOne { return many * (isTelling ? 2 : 1) }
    if newNames == 0 && !isOfValues && keepsOrder || oldLines > 2 && newLines > 2 { return many * (isTelling ? 4 : 1) }
    if keepsAll && !isOfValues || newNames > 2 { return Self.placesOfAddition * support }
    return isOfValues && support > 1 ? Self.placesPerExample : Self.placesOfOneExample
  }

  /// How many places one example speaks for where one name takes another's place; a telling name speaks for four times as many.
  private static let placesPerExample = 50
  /// How many examples of a text speak for, however many there are.
  private static let placesOfText = 100
  /// How many one example speaks for where other code comes.
  private static let placesOfOneExample = 16
  /// How many one example speaks for where names come and none goes, or three and more come.
  private static let placesOfAddition = 8

  /// Whether a name or a type is replaced, whatever stands around it.
  var isBare: Bool {
    form == .bareName || form == .rewrite && holes == 0 && (kinds.first?.contains("type") ?? false)
  }

  /// Whether the code that is cut is a pair of a name and a value.
  var isPair: Bool { kinds.first?.hasSuffix("pair") ?? false }

  /// Whether the code that is cut is an import, or a part of one.
  var isImport: Bool { kinds.contains { Self.isImport(kind: $0) } }

  /// Whether a kind of node is an import, or a part of one.
  static func isImport(kind: String) -> Bool { imports.contains { kind.contains($0) } }

  /// Whether a kind of node is an operation of two operands, such as `a && b`.
  static func isOperation(kind: String) -> Bool { kind.contains("binary") || kind.contains("boolean_operator") }

  private static let imports = ["import", "use_declaration", "use_list", "use_as", "include", "using_directive"]

  /// Whether the code that is cut defines a function or a type.
  var isOfDefinition: Bool { kinds.first.map(TreeEdit.isDefinition) ?? false }

  /// Whether the code that is cut is an attribute, an annotation or a decorator.
  var isAnnotation: Bool { kinds.contains { kind in Self.annotations.contains { kind.contains($0) } } }

  private static let annotations = ["attribute_item", "annotation", "decorator", "modifiers", "pragma"]
}
