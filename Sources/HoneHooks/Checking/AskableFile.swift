package import HoneChecks
package import HoneCore
package import HoneGit

/// A version of a file that an engine may be asked about.
package struct AskableFile {
  let target: CheckTarget

  package var path: RepositoryPath { target.path }
}

/// What such a version holds.
package struct AskableText {
  package let checked: CheckedFile
  /// The entry of the index or the tree that holds it.
  package let entry: IndexEntry
  /// The lines that the change added or changed, from 1, ascending; all lines of a file that has no version before.
  package let changedLines: [ClosedRange<Int>]
}
