import HoneSystem
import Testing

/// A short part of the soak; `make soak` runs it for minutes.
@Suite struct SoakTests {
  /// The program of the soak, where the build put it beside the tests.
  private static let program: String? = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var components = bundle.split(separator: "/")
    while components.popLast() != nil {
      let candidate = (bundle.hasPrefix("/") ? "/" : "") + (components + ["hone-soak"]).joined(separator: "/")
      let test = try? ChildProcess.run(ChildProcess.Command("test", ["-x", candidate]))
      if test?.status.isSuccess == true { return candidate }
    }
    return nil
  }()

  @Test func nothingIsLostAmongEditsWritesUndosAndKills() throws {
    let program = try #require(Self.program, "hone-soak is not built")
    let output = try ChildProcess.run(ChildProcess.Command(program, ["--seconds", "5", "--seed", "1"]))
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(output.status.isSuccess, "\(text)")
    #expect(text.contains("losses: 0"), "\(text)")
    #expect(!text.contains("steps: 0"), "\(text)")
  }
}
