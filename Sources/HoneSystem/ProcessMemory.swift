internal import CHoneSystem

/// What the process does with memory that it has given back.
package enum ProcessMemory {
  /// Has large blocks come from memory that was used before, for work that goes through many files: the system takes time
  /// for every page that is taken from it anew.
  ///
  /// The process then keeps what its largest files took.
  package static func keepForReuse() { hone_keep_memory() }
}
