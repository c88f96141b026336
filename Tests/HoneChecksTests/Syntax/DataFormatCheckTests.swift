import Testing

@testable import HoneChecks

struct DataFormatCheckTests {
  private let check = DataFormatCheck()

  @Test(arguments: [
    "{}", "[]", "1", "-0.5e+10", "\"a\\u00e9\\n\"", "true", " null\n", "{\"a\": [1, {\"b\": null}]}\r\n", "",
    "\u{feff}{\"a\": 1}",
  ])
  func `JSON is read`(text: String) throws {
    #expect(try found(check, in: "a.json", text).isEmpty)
  }

  @Test(arguments: [
    ("{", "1:2"), ("{\"a\" 1}", "1:6"), ("{a: 1}", "1:2"), ("[1 2]", "1:4"), ("01", "1:2"), ("1.", "1:3"),
    ("+1", "1:1"),
    ("\"a", "1:1"), ("\"a\nb\"", "1:1"), ("\"\\x\"", "1:2"), ("\"\\u12\"", "1:2"), ("nul", "1:1"), ("[] []", "1:4"),
    ("{\n  'a': 1\n}", "2:3"), ("[1, 2", "1:6"), ("{\"a\": }", "1:7"),
  ])
  func `What is no JSON is an error where it shows`(text: String, place: String) throws {
    let found = try findings(of: check, in: "a.json", Array(text.utf8))
    #expect(found.map { "\($0.start.line):\($0.start.column)" } == [place])
    #expect(found.first?.severity == .error)
  }

  @Test func `Deep nesting is refused instead of ending the process`() throws {
    #expect(try found(check, in: "a.json", String(repeating: "[", count: 100_000)).count == 1)
    #expect(try found(check, in: "a.toml", "a = " + String(repeating: "[", count: 100_000)).count == 1)
    #expect(try found(check, in: "a.yml", String(repeating: "[", count: 100_000)).count == 1)
  }

  @Test(arguments: ["{\"a\": 1,}", "[1, 2,]", "// note\n{}", "{} /* note */", "{\"a\": 1, \"a\": 2}"])
  func `What only some programs refuse is a warning`(text: String) throws {
    #expect(try findings(of: check, in: "a.json", Array(text.utf8)).map(\.severity) == [.warning])
  }

  @Test(arguments: ["tsconfig.json", "web/tsconfig.base.json", ".vscode/settings.json", "a.jsonc"])
  func `Files whose programs read comments may have them`(path: String) throws {
    #expect(try found(check, in: path, "{\n  // note\n  \"a\": [1,],\n}\n").isEmpty)
    #expect(try found(check, in: path, "{ a: 1 }\n").count == 1)
  }

  @Test func `Each line of JSON lines is a value`() throws {
    #expect(try found(check, in: "a.jsonl", "{}\n[1]\n").isEmpty)
    #expect(try found(check, in: "a.jsonl", "{}\n{\n}\n") == ["2:2 data-format"])
  }

  @Test(arguments: [
    "a: 1\nb: [x, y]\n", "---\na: 1\n---\nb: 2\n", "a: !custom {b: c}\n", "a: &x 1\nb: *x\n", "# nothing\n",
  ])
  func `YAML is read`(text: String) throws {
    #expect(try found(check, in: "a.yml", text).isEmpty)
  }

  @Test(arguments: ["a: [1\n", "a: 1\n b: 2\n", "\ta: 1\n", "a: 1\na: 2\n", "a: *x\n", "a: \"b\n"])
  func `What is no YAML is an error`(text: String) throws {
    #expect(try findings(of: check, in: "a.yaml", Array(text.utf8)).map(\.severity) == [.error])
  }

  @Test func `Templates are left alone`() throws {
    #expect(try found(check, in: "templates/a.yaml", "a: {{ .Values.x }\n  b\n").isEmpty)
    #expect(try found(check, in: "{{cookiecutter.name}}/a.json", "{").isEmpty)
  }
}
