internal import HoneCore

/// A number that a server gives of something it counts: tokens, requests, frames.
///
/// Everything that a server says may be wrong, or meant to do harm. What is taken in here can be added up over every frame of
/// every reply of a run without leaving the range of `Int`, so nothing behind it has to look.
enum ServerCount {
  /// More than any server has to count; a larger number is none.
  static let limit = 1 << 36

  /// The number, if it can be a count; `nil` where it is negative or beyond `limit`.
  static func checked(_ number: Int) -> Int? { (0...limit).contains(number) ? number : nil }

  /// The number in a header.
  static func read(_ text: String) -> Int? { Int(text).flatMap(checked) }
}

extension JSON {
  /// The value as something that a server counted; `nil` when it is no whole number, negative, or beyond `ServerCount.limit`.
  var count: Int? { integer.flatMap(ServerCount.checked) }
}
