import HoneSystem
import HoneTestSupport
import Testing

/// The commands of the workflows in `Hooks/github` and `Hooks/gitlab`, run as those services run them: by a shell that stops at the
/// first error, in a clone, with the ends of the range in variables.
@Suite struct WorkflowFileTests {
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// A workflow, and how its service names what is new.
  enum Workflow: String, CaseIterable, Sendable {
    case github, gitlab

    func variables(base: String) -> [String: String] {
      switch self {
      case .github: ["BASE": base]
      case .gitlab: ["CI_COMMIT_BEFORE_SHA": base]
      }
    }
  }

  /// The lines of a workflow that run Hone.
  private func commands(_ workflow: Workflow, _ repository: ScriptedRepository) throws -> [String] {
    let text = try #require(repository.text("\(Self.root)/Hooks/\(workflow.rawValue)/hone.yml"))
    let commands = text.split(separator: "\n").compactMap { line -> String? in
      guard let start = line.firstRange(of: "git hone ")?.lowerBound, !line.contains("#") else { return nil }
      return String(line[start...])
    }
    try #require(!commands.isEmpty)
    return commands
  }

  @Test(arguments: Workflow.allCases)
  func findingsOfWhatIsNewAreWrittenAndFailTheJob(workflow: Workflow) throws {
    let repository = try ScriptedRepository()
    let folder = HoneFixture.program.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    repository.environment["PATH"] = "\(folder):\(Environment.current["PATH"] ?? "")"
    try repository.write("a.txt", "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n")
    try repository.commit("old")
    try repository.write("b.txt", "fine\n")
    try repository.commit("fine")
    try repository.write("c.txt", "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n")
    try repository.commit("new")
    func run(since base: String) throws -> (code: ChildProcess.Status, log: String) {
      for (name, value) in workflow.variables(base: base) { repository.environment[name] = value }
      let script = try commands(workflow, repository).joined(separator: "\n")
      let output = try repository.run("sh", ["-e", "-c", script])
      return (output.status, repository.text("hone.sarif") ?? "")
    }
    let base = String(try repository.git("rev-parse", "HEAD~2").prefix(40))
    let found = try run(since: base)
    #expect(found.code == .exited(1))
    #expect(
      found.log.contains("leftover/conflict-marker") && found.log.contains("c.txt") && !found.log.contains("a.txt"))
    let head = String(try repository.git("rev-parse", "HEAD").prefix(40))
    let none = try run(since: head)
    #expect(none.code.isSuccess)
    #expect(none.log.contains("2.1.0") && !none.log.contains("c.txt"))
    // What a new branch was before is named by zeros.
    let new = try run(since: String(repeating: "0", count: 40))
    #expect(new.code == .exited(1))
    #expect(new.log.contains("a.txt") && new.log.contains("c.txt"))
  }
}
