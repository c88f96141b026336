package import HoneCore

/// The points of a write at which a test may stop it, in their order.
package enum WriteStep: String, CaseIterable, Sendable {
  /// The blobs are stored; nothing else is.
  case planned
  /// The journal is on the disk.
  case journaled
  /// The ref that keeps the objects alive exists.
  case anchored
  /// The index lock is held.
  case locked
  /// The copy of the index is made and checked.
  case copied
  /// The copy holds the new entries.
  case prepared
  /// A temporary file stands beside its target. Passed once a file.
  case staged
  /// A work-tree file is in place. Passed once a file.
  case placed
  /// The commit is made, or the branch moved back.
  case committed
  /// The copy has its second name, `prepared`, and is about to become the index.
  case linked
  /// The copy has become the index.
  case renamed
  /// The old version of a work-tree file is let go. Passed once a file.
  case confirmed
  /// The lock is given back.
  case unlocked
  /// The record is on the disk.
  case recorded
}

/// What a test makes happen at a step.
package enum WriteFault: Sendable {
  /// The step fails as if the system had refused it: the write rolls back.
  case failure(Refusal)
  /// The process is as if dead: nothing is rolled back and nothing is given back.
  case crash
}

/// A test's hand on a write: asked at each step, it answers what goes wrong there.
package typealias WriteProbe = (WriteStep) -> WriteFault?

/// A simulated crash on its way out of a write.
struct SimulatedCrash: Error {}
