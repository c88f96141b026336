/// All kinds of tokens that are known by their shape.
///
/// Each family of services has a file of its own; a new kind is one more row there.
enum TokenKinds {
  static let all: [TokenKind] = [
    sourceHosts, packageRegistries, clouds, continuousIntegration, languageModels, payments, messaging, mail,
    observability, identity, databases, commerce, productivity, content,
  ].flatMap(\.self)
}
