import HoneSystem

/// Runs a program of a test to its end.
enum ChildProcessRun {
  /// What the program wrote to both outputs, without blanks around it.
  static func output(_ program: String, _ arguments: [String]) throws -> String {
    let output = try ChildProcess.run(ChildProcess.Command(program, arguments))
    return String(decoding: output.standardOutput, as: UTF8.self) + output.message
  }
}
