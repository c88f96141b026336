/// How far a section of a V4A patch has come, whose chunks are located one after the other.
package struct PatchPosition: Hashable, Sendable {
  /// The line below the last chunk that was located, counted from 0: the next one is below it.
  package internal(set) var line = 0
  /// The chunks that have their place: engines that do not know when to stop repeat themselves.
  var placed: Set<PatchChunk> = []

  /// Before the first chunk.
  package init() {}
}
