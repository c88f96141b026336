internal import HoneCore
internal import HoneRecipes

/// How the files that recipes changed are cut into commits, and what these say.
struct CommitPlan {
  let policy: CommitPolicy
  private let template: String?
  private let recipes: [Recipe]

  /// The plan of several recipes is that of each where they agree, and one commit where they do not.
  /// - Parameter message: the user's own message, in place of the recipes'.
  init(_ recipes: [Recipe], message: String?) {
    self.recipes = recipes
    let policies = Set(recipes.map(\.header.commit))
    policy = policies.count == 1 ? policies.first ?? .one : .one
    template = message ?? (recipes.count == 1 ? recipes[0].header.commitMessage : nil)
  }

  /// The commits in their order, each with its message; a file that is moved goes and comes in one.
  func commits(_ files: [AcceptedFile]) -> [(message: String, files: [AcceptedFile])] {
    var groups: [[AcceptedFile]] = []
    let targets = files.reduce(into: [RepositoryPath: RepositoryPath]()) { targets, file in
      if let origin = file.origin { targets[origin] = file.path }
    }
    var places: [[UInt8]: Int] = [:]
    for file in files {
      let key = key(of: targets[file.path] ?? file.path)
      if let place = places[key] {
        groups[place].append(file)
      } else {
        places[key] = groups.count
        groups.append([file])
      }
    }
    return groups.map { (message(for: $0), $0) }
  }

  /// What files of one commit share.
  private func key(of path: RepositoryPath) -> [UInt8] {
    switch policy {
    case .one: []
    case .file: path.bytes
    case .directory: Array(path.parent)
    }
  }

  private func message(for files: [AcceptedFile]) -> String {
    let path = files.first { $0.result != nil }?.path ?? files[0].path
    let folder = (try? RepositoryPath(bytes: path.parent)).map { "\($0)" } ?? "."
    let (file, directory) =
      switch policy {
      case .one: (files.count.files, files.count.files)
      case .file: ("\(path)", folder)
      case .directory: (files.count.files, folder)
      }
    if let template {
      return template.replacing(CommitPlaceholder.file.text, with: file)
        .replacing(CommitPlaceholder.directory.text, with: directory)
    }
    let subject = recipes.count == 1 ? recipes[0].title : "Apply \(recipes.map(\.name).joined(separator: ", "))"
    return policy == .one ? subject : "\(subject) in \(policy == .file ? file : directory)"
  }
}

extension Int {
  fileprivate var files: String { self == 1 ? "1 file" : "\(self) files" }
}
