internal import CHoneSystem

/// Memory for `GuardedAllocator` that is given back all at once.
///
/// A parser makes a hundred thousand small blocks for a file and needs all of them until the tree is copied: to take them
/// from one piece and to drop that costs a tenth of the time of `malloc` and `free`. Blocks keep their seals.
package struct GuardedArena: ~Copyable {
  private let arena: OpaquePointer

  package init() { arena = hone_arena_new() }

  deinit { hone_arena_delete(arena) }

  /// About how many bytes were taken since the last reset.
  package var usedBytes: Int { hone_arena_used(arena) }

  /// Runs `body`, on this thread, so that what it allocates comes from here.
  ///
  /// Blocks of before are still known there. Such calls do not nest.
  package func run<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    hone_arena_enter(arena)
    defer { hone_arena_leave() }
    return try body()
  }

  /// How a call ended.
  package enum End: Hashable, Sendable {
    case done
    /// It was left when it had taken too much.
    case tooMuch
    /// It was left when it gave up.
    case givenUp
  }

  /// Calls a C function within `run`, and leaves it in the middle when the arena then holds more than `limit` bytes, or when it
  /// calls `giveUp`.
  /// - Parameter body: has no memory of its own elsewhere.
  /// - Returns: how it ended; where it was left the arena must be reset before anything else is done with it.
  package func call<Context>(
    limit: Int, _ body: @convention(c) (UnsafeMutableRawPointer?) -> Void, _ context: inout Context
  ) -> End {
    let end = Int(withUnsafeMutablePointer(to: &context) { hone_arena_call(limit, body, $0) })
    return end == HONE_DONE ? .done : end == HONE_TOO_MUCH ? .tooMuch : .givenUp
  }

  /// Leaves the call that is under way on this thread; does nothing when there is none.
  package static let giveUp: @convention(c) () -> Void = hone_arena_give_up

  /// Gives everything back; none of it may be used afterwards.
  package func reset() { hone_arena_reset(arena) }
}
