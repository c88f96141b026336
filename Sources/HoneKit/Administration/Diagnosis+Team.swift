internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneSystem

extension Diagnosis {
  /// What the files of the repository say that cannot be used: each stops a command when it comes to it.
  static func team(environment: Environment) -> [Finding] {
    guard let repository = try? Repository.open(at: Surroundings.currentDirectory, environment: environment) else {
      // Why there is none is told where that is looked at.
      return []
    }
    let catalog = RecipeCatalog(repository: repository.reachableWorkTree, environment: environment)
    var findings: [Finding] = []
    for entry in catalog.entries() where entry.origin == .repository || entry.origin == .user {
      do throws(RecipeError) {
        _ = try catalog.recipe(for: entry)
      } catch {
        findings.append(Finding(subject: "recipes", level: .bad, message: "\(error)", remedy: error.remedy))
      }
    }
    do {
      let team = try TeamConfiguration.read(from: repository).file
      for name in team.recipes {
        do throws(RecipeError) {
          _ = try catalog.entry(named: name)
        } catch {
          let message = "\(TeamFile.name) names the recipe \(name): \(error.problem)"
          findings.append(Finding(subject: "team", level: .bad, message: message, remedy: error.remedy))
        }
      }
      if team.gate != nil, try !Trust(repository: repository, environment: environment).isGranted() {
        findings.append(
          Finding(
            subject: "team", level: .note, message: "the gate of \(TeamFile.name) is not run",
            remedy: "look at it with git hone trust --show, allow it with git hone trust"))
      }
    } catch {
      let failure = RunFailure(error)
      findings.append(Finding(subject: "team", level: .bad, message: failure.message, remedy: failure.remedy))
    }
    return findings
  }
}
