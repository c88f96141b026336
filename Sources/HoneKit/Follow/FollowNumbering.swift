internal import HoneCore
internal import HoneGit

/// Counts what was learned as users see it: what fits other places first, from 1, then what fits only its own.
///
/// Edits that fit nowhere else are not shown, and the numbers of those that are have no gap.
struct FollowNumbering {
  let surroundings: Surroundings
  let scope: [RepositoryPath]
  let includesMaybe: Bool

  /// Looks where each lesson fits, silently, and counts them.
  /// - Throws: what git says.
  func number(_ lessons: inout [FollowLesson]) throws {
    guard lessons.count > 1 else { return }
    let paths = try FollowSearch(repository: surroundings.repository, scope: scope, lessons: lessons).paths()
    if !paths.isEmpty {
      let selection = ChangeSelection(repository: surroundings.repository, scope: PathArguments(files: paths))
      let files = surroundings.team.filter(try selection.named().files, refuse: { _ in })
      _ = FollowTarget.all(files, &lessons, includesMaybe: includesMaybe)
    }
    Self.number(&lessons)
  }

  /// Counts lessons whose places are known.
  static func number(_ lessons: inout [FollowLesson]) {
    lessons = lessons.filter { !$0.report.isOfItsOwnPlace } + lessons.filter(\.report.isOfItsOwnPlace)
    for index in lessons.indices { lessons[index].report.number = index + 1 }
  }
}
