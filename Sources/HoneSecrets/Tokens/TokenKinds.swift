/// All kinds of tokens that are known by their shape.
///
/// Each family of services has a file of its own; a new kind is one more row there. Making the kinds of a family takes longer
/// than looking through a small file, so one is made when the first of its prefixes stands somewhere.
enum TokenKinds {
  static let familyCount = 14

  /// The kinds of a family, by its number.
  static func family(_ number: Int) -> [TokenKind] {
    switch number {
    case 0: sourceHosts
    case 1: packageRegistries
    case 2: clouds
    case 3: continuousIntegration
    case 4: languageModels
    case 5: payments
    case 6: messaging
    case 7: mail
    case 8: observability
    case 9: identity
    case 10: databases
    case 11: commerce
    case 12: productivity
    case 13: content
    default: []
    }
  }

  static let all: [TokenKind] = (0..<familyCount).flatMap { family($0) }
}
