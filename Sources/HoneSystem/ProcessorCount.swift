internal import CHoneSystem

/// How many processors there are to work with.
package enum ProcessorCount {
  /// Those that the calling thread, and what it starts, may run on: a container or `taskset` may allow fewer than there are.
  package static var usable: Int { Int(hone_processor_count()) }
}
