internal import CHoneSystem

/// Memory for C libraries that may give back what they never got.
///
/// A library whose count overflows on hostile input frees a wrong address, which ends the process or worse. Here each
/// block carries a seal: a wrong address is left alone and counted, so that the caller can drop the result.
package enum GuardedAllocator {
  package static let malloc: @convention(c) (Int) -> UnsafeMutableRawPointer? = hone_guarded_malloc
  package static let calloc: @convention(c) (Int, Int) -> UnsafeMutableRawPointer? = hone_guarded_calloc
  package static let realloc: @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer? =
    hone_guarded_realloc
  package static let free: @convention(c) (UnsafeMutableRawPointer?) -> Void = hone_guarded_free

  /// How often this thread gave a wrong address back.
  package static var faults: UInt { hone_guarded_faults() }
}
