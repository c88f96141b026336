#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A thread of the system, for work that keeps a core busy; it must be joined.
struct SystemThread {
  private let thread: pthread_t

  /// What a thread has to do, in a box that C can carry.
  private final class Task: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// The stack of a thread, in bytes: that of a main thread on Linux, whatever the system gives to other threads.
  private static let stackSize = 8 << 20

  /// Starts `body` on a new thread.
  /// - Returns: `nil` when the system gives no further thread.
  init?(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, Self.stackSize)
    let task = Unmanaged.passRetained(Task(body))
    #if canImport(Glibc)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, &attributes,
        { argument in
          if let argument { Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body() }
          return nil
        }, task.toOpaque())
      let started: pthread_t? = code == 0 ? thread : nil
    #else
      var thread: pthread_t?
      let code = pthread_create(
        &thread, &attributes,
        { argument in
          Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body()
          return nil
        }, task.toOpaque())
      let started = code == 0 ? thread : nil
    #endif
    guard let started else {
      task.release()
      return nil
    }
    self.thread = started
  }

  /// Waits until the thread has ended.
  func join() { pthread_join(thread, nil) }
}
