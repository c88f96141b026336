/// Something that an engine can do, in the words of the capability table.
package enum EngineFeature: String, CaseIterable, Sendable {
  /// Replies stream as server-sent events.
  case sse
  /// Replies stream over one connection that stays open.
  case websocket
  /// What a reply will probably be can be sent along, and is checked instead of written.
  case prediction
  /// A grammar can bind the reply.
  case grammar
  /// Gaps in a text can be filled.
  case fim
  /// It goes on from the beginning of a reply.
  case prefill
  /// It tells how much of a request it had in its cache.
  case cache
  /// It tells its own times.
  case timings
  /// It counts or numbers the pieces of a reply, so that lost and repeated ones are noticed.
  case counts
  /// It takes a new instruction while it replies.
  case steer
  /// It stops working when the connection closes.
  case cancel
}
