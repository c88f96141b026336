internal import HoneCore

/// One ref that is pushed, as git tells it: local name and id, remote name and id.
struct PushedRef: Hashable {
  /// What it is called where it comes from, for example `refs/tags/v1`; empty when nobody has said.
  var name = ""
  /// What is pushed; `nil` when the remote ref is deleted.
  let local: ObjectID?
  /// What the remote has; `nil` when the ref is new there.
  let remote: ObjectID?

  /// Reads standard input of `pre-push`, one ref a line; lines of another form are passed over.
  static func parse(_ input: [UInt8]) -> [PushedRef] {
    input.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let words = line.split(separator: UInt8(ascii: " "))
      guard words.count == 4, let local = ObjectID(hex: String(decoding: words[1], as: UTF8.self)),
        let remote = ObjectID(hex: String(decoding: words[3], as: UTF8.self))
      else { return nil }
      return PushedRef(
        name: String(decoding: words[0], as: UTF8.self), local: local.isZero ? nil : local,
        remote: remote.isZero ? nil : remote)
    }
  }
}
