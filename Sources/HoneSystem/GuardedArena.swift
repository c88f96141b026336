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

  /// Calls a C function within `run`, and leaves it in the middle when the arena then holds more than `limit` bytes.
  /// - Parameter body: has no memory of its own elsewhere.
  /// - Returns: false where it was left; the arena must be reset then, before anything else is done with it.
  package func call<Context>(
    limit: Int, _ body: @convention(c) (UnsafeMutableRawPointer?) -> Void, _ context: inout Context
  ) -> Bool {
    withUnsafeMutablePointer(to: &context) { hone_arena_call(limit, body, $0) != 0 }
  }

  /// Gives everything back; none of it may be used afterwards.
  package func reset() { hone_arena_reset(arena) }
}
