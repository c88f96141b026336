import HoneCore
import HoneEngine
import HoneSystem
import Testing

@testable import HoneKit

struct SettingsTests {
  private func settings(_ pairs: (String, String)...) throws -> Settings {
    try Settings(pairs: pairs.map { (key: $0.0, value: $0.1) })
  }

  @Test func `Values are read, and a later pair wins`() throws {
    let settings = try settings(
      ("hone.engine", "a"), ("hone.engine", "fast"), ("hone.budget", "1500ms"), ("hone.coauthoredby", "A <a@b>"),
      ("honeengine.fast.url", "http://127.0.0.1:1/v1"), ("honeengine.fast.format", "v4a"),
      ("honeengine.my.own.model", "m"))
    #expect(settings.engine == "fast")
    #expect(settings.budget == .milliseconds(1500))
    #expect(settings.coAuthor == "A <a@b>")
    #expect(settings.engines["fast"]?.url == "http://127.0.0.1:1/v1")
    #expect(settings.engines["fast"]?.format == .v4a)
    #expect(settings.engines["my.own"]?.model == "m")
  }

  @Test func `A key of another version is no error`() throws {
    #expect(try settings(("honeengine.x.adress", "y")).unknownKeys == ["honeengine.x.adress"])
  }

  @Test(arguments: [
    ("hone.budget", "soon"), ("hone.context", "-1"), ("honeengine.x.format", "udiff"),
    ("honeengine.x.price", "1e22 0 0"), ("honeengine.x.price", "-1 0 0"), ("honeengine.x.price", "1 2"),
    ("hone.context", "9223372036854775807"), ("honeengine.x.context", "2147483649"), ("honeengine.x.parallel", "0"),
  ])
  func `A value that cannot be understood is an error that names the key`(pair: (String, String)) {
    let failure = #expect(throws: RunFailure.self) { try settings(pair) }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains(pair.0) ?? false)
    #expect(failure?.remedy != nil)
  }

  @Test func `The local engine is given its context, and has prices`() throws {
    let settings = try settings(("honeengine.local.context", "4096"), ("honeengine.local.price", "1 0.5 2"))
    let environment = Environment([:])
    #expect(try EngineSelection(settings: settings, environment: environment).localServer().contextTokens == 4096)
    #expect(settings.cost(of: .init(prompt: 3_000_000, cached: 1_000_000, completion: 500_000), engine: "local") == 3.5)
    // With an address the section is about another server.
    let other = try self.settings(
      ("honeengine.local.context", "4096"), ("honeengine.local.parallel", "3"), ("honeengine.local.url", "http://a"))
    #expect(try EngineSelection(settings: other, environment: environment).localServer().contextTokens == 16_384)
  }

  @Test(arguments: [
    ("250ms", 250), ("10s", 10_000), ("2m", 120_000), ("3", 3000), ("0.5s", 500),
  ])
  func `Durations have units`(text: String, milliseconds: Int) {
    #expect(Duration(text: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["", "s", "-1s", "0", "nan", "infs", "1h", "1e99"])
  func `What is no duration is none`(text: String) {
    #expect(Duration(text: text) == nil)
  }
}
