internal import HoneCore
internal import HoneGit

/// Files of the work tree in the form in which git would stage them, whatever stands between it and the index.
struct StagedForms {
  let session: RunSession

  /// The files at `paths` in git's order; those that cannot be edited are refused.
  func files(at paths: [RepositoryPath]) throws -> [EditableFile] {
    guard !paths.isEmpty else { return [] }
    let tracked = Set(try session.repository.trackedFiles(paths: paths).map(\.path))
    let selection = ChangeSelection(
      repository: session.repository, scope: PathArguments(files: paths.filter(tracked.contains)))
    var files: [EditableFile] = []
    if !tracked.isEmpty {
      let change = try selection.named()
      change.refused.forEach(session.refuse)
      files = change.files
    }
    for path in paths where !tracked.contains(path) {
      guard let bytes = try session.repository.workTreeFile(at: path)?.bytes else { continue }
      files.append(EditableFile(untracked: path, bytes: bytes, id: session.repository.blobID(of: bytes)))
    }
    return files.sorted { $0.path < $1.path }
  }
}
