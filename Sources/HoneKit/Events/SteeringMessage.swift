internal import Foundation

/// The JSON form of steering: `{"steer": "<instruction>"}` and `{"cancel": true}`, one object a line.
///
/// `"keep"` says what becomes of edits that are finished: a redirected run keeps them unless it is `false`, a cancelled one
/// drops them unless it is `true`. Other members are skipped, for programs that send more than this version knows.
package enum SteeringMessage {
  private struct Members: Decodable {
    var steer: String?
    var cancel: Bool?
    var keep: Bool?
  }

  /// The command of a line; `nil` for an empty line.
  /// - Throws: a usage `RunFailure` for a line that says neither.
  package static func command(line: String) throws -> SteeringCommand? {
    guard line.contains(where: { !$0.isWhitespace }) else { return nil }
    let members = try? JSONDecoder().decode(Members.self, from: Data(line.utf8))
    if members?.cancel == true { return .cancel(keepsEdits: members?.keep ?? false) }
    if let words = members?.steer?.trimmed, !words.isEmpty {
      return .redirect(words, keepsEdits: members?.keep ?? true)
    }
    throw RunFailure.usage(
      "a line of standard input says nothing that a run understands: \(line.prefix(80))",
      remedy: #"send {"steer": "<instruction>"} or {"cancel": true}"#)
  }
}
