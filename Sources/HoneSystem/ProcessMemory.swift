internal import CHoneSystem

/// What the process does with memory that it has given back.
package enum ProcessMemory {
  /// Has large blocks come from memory that was used before, and the heap grow in large steps.
  ///
  /// The system takes time for every page that is taken from it anew. For work that goes through many files, and for hooks,
  /// which live for milliseconds. The process then keeps what its largest files took.
  package static func keepForReuse() { hone_keep_memory() }

  /// Has the system give the first part of the heap at once.
  ///
  /// A process that lives for milliseconds spends a good part of them on the faults of pages that it touches for the first
  /// time.
  /// - Parameter bytes: how much will surely be used.
  package static func take(_ bytes: Int) { hone_take_memory(bytes) }
}
