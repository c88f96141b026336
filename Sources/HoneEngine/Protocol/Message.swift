/// One turn of the conversation that an engine continues.
package struct Message: Hashable, Sendable {
  /// Who speaks.
  package enum Role: String, Sendable {
    /// The rules, which stand before everything else.
    case system
    /// The person, and all text from the repository.
    case user
    /// The engine's own earlier reply.
    case assistant
  }

  package var role: Role
  package var content: String

  package init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}
