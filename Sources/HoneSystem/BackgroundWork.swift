/// Work that another thread does, begun at once; it has ended when this value is gone.
///
/// For what is known to be needed later, while the calling thread waits for the disk. Where the system gives no thread the
/// work is left out, so it must be of a kind that whoever needs its result does it otherwise.
package struct BackgroundWork: ~Copyable {
  private let thread: SystemThread?

  package init(_ body: @escaping @Sendable () -> Void) { thread = SystemThread(body) }

  /// Waits until the work is done.
  package consuming func wait() {}

  deinit { thread?.join() }
}
