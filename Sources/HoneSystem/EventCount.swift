#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Lets threads sleep until another thread says that something has changed.
///
/// What has changed is kept elsewhere, behind its own lock. A thread takes a ticket, looks at that state, and sleeps
/// only if no change was told since the ticket: so no change is missed, and none needs two locks at a time.
final class EventCount: Sendable {
  private struct Parts {
    var mutex = pthread_mutex_t()
    var condition = pthread_cond_t()
    var changes: UInt64 = 0
  }

  /// The address of the parts, which never move; a number, because a pointer cannot promise to be shared well.
  private let address: UInt

  init() {
    let parts = UnsafeMutablePointer<Parts>.allocate(capacity: 1)
    parts.initialize(to: Parts())
    pthread_mutex_init(&parts.pointee.mutex, nil)
    pthread_cond_init(&parts.pointee.condition, nil)
    address = UInt(bitPattern: parts)
  }

  deinit {
    guard let parts else { return }
    pthread_cond_destroy(&parts.pointee.condition)
    pthread_mutex_destroy(&parts.pointee.mutex)
    parts.deallocate()
  }

  private var parts: UnsafeMutablePointer<Parts>? { UnsafeMutablePointer(bitPattern: address) }

  /// The number of changes that were told until now.
  func ticket() -> UInt64 {
    guard let parts else { return 0 }
    pthread_mutex_lock(&parts.pointee.mutex)
    defer { pthread_mutex_unlock(&parts.pointee.mutex) }
    return parts.pointee.changes
  }

  /// Sleeps until a change is told after `ticket`.
  func wait(after ticket: UInt64) {
    guard let parts else { return }
    pthread_mutex_lock(&parts.pointee.mutex)
    while parts.pointee.changes == ticket { pthread_cond_wait(&parts.pointee.condition, &parts.pointee.mutex) }
    pthread_mutex_unlock(&parts.pointee.mutex)
  }

  /// Tells every sleeping thread that something has changed.
  func tell() {
    guard let parts else { return }
    pthread_mutex_lock(&parts.pointee.mutex)
    parts.pointee.changes &+= 1
    pthread_cond_broadcast(&parts.pointee.condition)
    pthread_mutex_unlock(&parts.pointee.mutex)
  }
}
