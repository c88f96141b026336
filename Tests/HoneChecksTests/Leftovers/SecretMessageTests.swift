import HoneCore
import Testing

@testable import HoneChecks

/// Secrets in texts that messages quote and no file holds.
struct SecretMessageTests {
  private static let address = "https://app:" + "Tr0ub4dor3x9" + "@db.internal/x"

  @Test func `The target of a link shows no secret`() throws {
    let found = try #require(
      try BrokenLinkCheck.finding(for: RepositoryPath("a"), target: Array(Self.address.utf8)) { _ in false })
    #expect(found.message.contains("https://app:") && !found.message.contains("Tr0ub4dor"), "\(found.message)")
  }

  @Test func `The title of a commit shows no secret`() throws {
    let subject = Array("fixup! Use \(Self.address)".utf8)
    let found = try #require(UnsquashedCommitCheck.finding(for: .zero, subject: subject))
    #expect(found.message.contains("Use https://app:") && !found.message.contains("Tr0ub4dor"), "\(found.message)")
  }
}
