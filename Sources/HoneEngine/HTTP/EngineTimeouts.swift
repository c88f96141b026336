/// How long to wait for an engine.
///
/// There is no limit on a whole reply: a long one is not a broken one.
package struct EngineTimeouts: Hashable, Sendable {
  /// Until the connection stands.
  package var connect: Duration
  /// From sending the request to the first byte of the reply's body.
  package var firstByte: Duration
  /// Between two bytes of the reply, comments that only keep the connection open included.
  package var idle: Duration

  package init(connect: Duration = .seconds(2), firstByte: Duration, idle: Duration) {
    self.connect = connect
    self.firstByte = firstByte
    self.idle = idle
  }

  /// For a server on this machine, which may have to load a model or read a long request on few cores.
  package static let local = EngineTimeouts(firstByte: .seconds(120), idle: .seconds(120))

  /// For a service, which may be silent for a while between reasoning and reply.
  package static let remote = EngineTimeouts(firstByte: .seconds(30), idle: .seconds(60))
}
