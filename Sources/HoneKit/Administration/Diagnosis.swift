internal import HoneCore
internal import HoneEngine
internal import HoneGit
internal import HoneSystem

/// What `git hone doctor` tells: what works here, what is missing, and how to mend it.
///
/// Looking changes nothing and asks no network.
package struct Diagnosis: Sendable {
  /// One thing that was looked at.
  package struct Finding: Sendable {
    package enum Level: String, Sendable {
      case good
      /// Something works less well than it could.
      case note
      case bad
    }

    package var subject: String
    package var level: Level
    package var message: String
    package var remedy: String?
  }

  package var findings: [Finding]

  package var isHealthy: Bool { !findings.contains { $0.level == .bad } }

  /// Looks at the repository around the current directory, the settings and the engines.
  package static func run() -> Diagnosis {
    let environment = Environment.current
    var findings: [Finding] = []
    findings += repository(environment: environment)
    findings += hooks(environment: environment)
    findings += settings(environment: environment)
    findings += localEngine(environment: environment)
    findings += grammars(environment: environment)
    findings += recipes(environment: environment)
    findings += team(environment: environment)
    return Diagnosis(findings: findings)
  }

  private static func repository(environment: Environment) -> [Finding] {
    do throws(Refusal) {
      let repository = try Repository.open(at: Surroundings.currentDirectory, environment: environment)
      var findings = [Finding(subject: "git", level: .good, message: "git \(try repository.gitVersion())")]
      findings.append(Finding(subject: "repository", level: .good, message: repository.workTreeText))
      for note in repository.unfinishedRuns() {
        findings.append(Finding(subject: "recovery", level: .note, message: note.text))
      }
      do throws(Refusal) {
        try repository.checkWritable()
      } catch {
        findings.append(Finding(subject: "repository", level: .note, message: error.message, remedy: error.remedy))
      }
      return findings
    } catch {
      return [Finding(subject: "repository", level: .bad, message: error.message, remedy: error.remedy)]
    }
  }

  private static func settings(environment: Environment) -> [Finding] {
    do {
      let settings = try Surroundings.settings(at: Surroundings.currentDirectory, environment: environment)
      let unknown = settings.unknownKeys.map { key in
        Finding(
          subject: "settings", level: .note, message: "\(key) is not known to this version",
          remedy: key.hasPrefix("honeengine.")
            ? "an engine has url, model, api, keyenv, transport, format, context, parallel, patchTool, steer, uncounted, price and allowInsecure"
            : Settings.nearestKey(to: key).map { "did you mean \($0)?" } ?? "git hone --help lists the settings")
      }
      let selection = EngineSelection(settings: settings, environment: environment)
      let name = try selection.trustedName(nil)
      guard !selection.isManaged(name) else {
        _ = try selection.localServer()
        return unknown + [Finding(subject: "engine", level: .good, message: "local; nothing leaves this machine")]
      }
      let configuration = try selection.configuration(named: name, model: selection.chosenModel(nil, of: name))
      _ = try configuration.makeEngine(environment: environment)
      let engine = Finding(subject: "engine", level: .good, message: "\(name) at \(configuration.shownURL)")
      return unknown + [engine] + uncounted(configuration, environment: environment)
    } catch {
      let failure = RunFailure(error)
      return [Finding(subject: "engine", level: .bad, message: failure.message, remedy: failure.remedy)]
    }
  }

  /// The note about an engine whose replies could lose a part unnoticed, where nobody has said what becomes of them.
  private static func uncounted(_ configuration: EngineConfiguration, environment: Environment) -> [Finding] {
    guard !configuration.features(environment: environment).contains(.counts),
      configuration.uncounted == nil || configuration.uncounted == .accept
    else { return [] }
    return [
      Finding(
        subject: "engine", level: .note,
        message: "\(configuration.name) is not known to count what it sends: a part lost on its way may not be noticed"
          + (configuration.uncounted == nil ? ", so without a review it is asked for replies in one piece" : ""),
        remedy: "git config honeengine.\(configuration.name).uncounted whole asks for replies in one piece always")
    ]
  }

  private static func localEngine(environment: Environment) -> [Finding] {
    guard let directories = UserDirectories(environment: environment) else {
      return [
        Finding(subject: "local engine", level: .bad, message: LocalEngineHome.missing.message, remedy: "set HOME")
      ]
    }
    do throws(LocalEngineError) {
      let installed = try EngineInstallation(directories: directories, environment: environment)
        .require(ModelCatalog.standard)
      return [
        Finding(
          subject: "local engine", level: .good,
          message: "\(installed.runtime.version), \(installed.model.description.name)")
      ]
    } catch {
      return [Finding(subject: "local engine", level: .note, message: error.message, remedy: error.remedy)]
    }
  }
}
