/// What `git hone follow` takes beside the options of every command that writes.
package struct FollowOptions: Sendable {
  package var run: RunOptions
  /// A range of commits, `--staged` or `--unstaged`; `nil` for the change at hand.
  package var from: String?
  /// Whether places that are only likely are proposed too.
  package var includesMaybe = false
  /// Whether an engine is asked about places that nearly match.
  package var asks = false
  /// Whether answers of earlier runs are taken.
  package var usesCache = true
  /// Keeps to one of the edits that were learned, counted from 1.
  package var only: Int?
  /// The name of the recipe that is written in place of edits.
  package var recipe: String?
  /// Files and folders to keep to.
  package var paths: [String] = []

  package init(run: RunOptions) { self.run = run }
}
