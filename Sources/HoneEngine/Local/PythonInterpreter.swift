internal import HoneSystem

/// A Python of the user's machine that can make the private environment of the local engine.
struct PythonInterpreter: Hashable, Sendable {
  /// The path of the program.
  var program: String
  /// The version, for example 3.11.
  var major: Int
  var minor: Int

  /// The oldest Python that the runtime's prebuilt packages accept.
  static let oldest = (major: 3, minor: 10)

  /// Looks for a Python that is new enough and has the `venv` module with `pip` inside.
  ///
  /// `python3` comes first; then the versioned names, because the `python3` of macOS is 3.9 even where a newer one is
  /// installed beside it.
  /// - Throws: `LocalEngineError` with the code `noPython` or `noVirtualEnvironment`.
  static func find(environment: Environment) throws(LocalEngineError) -> PythonInterpreter {
    var tooOld: String?
    var isVenvMissing = false
    for name in ["python3"] + (oldest.minor...16).reversed().map({ "python3.\($0)" }) {
      guard let answer = probe(name, environment: environment) else { continue }
      guard (answer.python.major, answer.python.minor) >= oldest else {
        tooOld = tooOld ?? "\(answer.python.major).\(answer.python.minor)"
        continue
      }
      if answer.hasVenv { return answer.python }
      isVenvMissing = true
    }
    throw isVenvMissing ? .noVirtualEnvironment : .noPython(found: tooOld)
  }

  /// Prints the version, whether environments can be made, and the real program behind a version manager's stand-in.
  private static let question = """
    import sys, importlib.util as u
    print(*sys.version_info[:2], int(all(u.find_spec(m) for m in ("venv", "ensurepip"))))
    print(sys.executable)
    """

  private static func probe(
    _ name: String, environment: Environment
  ) -> (python: PythonInterpreter, hasVenv: Bool)? {
    guard let path = path(of: name, environment: environment),
      let output = try? ChildProcess.run(ChildProcess.Command(path, ["-I", "-c", question], environment: environment)),
      output.status.isSuccess
    else { return nil }
    let lines = String(decoding: output.standardOutput, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, lines[1].hasPrefix("/") else { return nil }
    let numbers = lines[0].split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return (PythonInterpreter(program: String(lines[1]), major: numbers[0], minor: numbers[1]), numbers[2] == 1)
  }

  /// The first executable file of that name on the environment's `PATH`.
  static func path(of name: String, environment: Environment) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { $0.hasPrefix("/") && Disk.stamp($0) != nil && Disk.isExecutable($0) }
  }
}
