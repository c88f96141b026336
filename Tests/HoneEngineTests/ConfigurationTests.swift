import HoneSystem
import Testing

@testable import HoneEngine

@Suite struct ConfigurationTests {
  private func error(
    _ url: String, keyVariable: String? = nil, model: String = "m", environment: [String: String] = [:],
    change: (inout EngineConfiguration) -> Void = { _ in }
  ) -> EngineError? {
    var configuration = EngineConfiguration(
      name: "x", url: url, model: model, api: .chat, keyEnvironmentVariable: keyVariable)
    change(&configuration)
    do throws(EngineError) {
      _ = try configuration.makeEngine(environment: Environment(environment))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("http://localhost:8080/v1/", "http://localhost:8080/v1"), ("HTTPS://API.Example.com", "https://api.example.com"),
    ("https://h:443/a", "https://h/a"), ("http://[::1]:99/v1", "http://[::1]:99/v1"),
  ])
  func `an address is read and written`(_ text: String, _ written: String) {
    #expect(EngineAddress(text)?.description == written)
  }

  @Test(arguments: [
    "", "localhost:8080", "ftp://h", "file:///etc/passwd", "http://", "http:///v1", "http://u:p@h/", "http://h#f",
    "http://h?x=1#f", "http://h?x=1 2", "http://?x=1", "http://u:p@h?x=1",
    "http://h:0", "http://h:99999", "http://h:8a", "http://h h", "http://h\n", "http://[::1", "http://[x]/",
    "javascript://h",
  ])
  func `what is no engine's address is refused`(_ text: String) {
    #expect(EngineAddress(text) == nil)
    #expect(error(text)?.code == .misconfigured)
  }

  @Test func `a query goes with every path, and is shown without what may be secret`() throws {
    let address = try #require(EngineAddress("https://h/v1/?api-version=2024-10-21&code=a1b2c3d4&s=yes&token"))
    let asked = address.appending("/models")
    #expect(asked.text == "https://h/v1/models?api-version=2024-10-21&code=a1b2c3d4&s=yes&token")
    #expect(asked.description == "https://h/v1/models?api-version=2024-10-21&code=*&s=*&*")
    #expect(address.withoutVersion.text == "https://h/?api-version=2024-10-21&code=a1b2c3d4&s=yes&token")
    #expect(address.scrub("a1b2c3d4 yes 2024-10-21") == "[key] yes 2024-10-21")
    let encoded = try #require(EngineAddress("https://h/v1?key=ab%2Fcd%3d%3D"))
    #expect(encoded.scrub("no ab/cd==, no ab%2Fcd%3d%3D, 100%") == "no [key], no [key], 100%")
    #expect(EngineAddress("https://h?x=1")?.target == "/?x=1")
    #expect(EngineAddress("https://h/v1?")?.description == "https://h/v1")
    #expect(EngineAddress("https://h/v1?k=1") != EngineAddress("https://h/v1?k=2"))
  }

  @Test func `a key of Azure goes in a header of its own, and a token where tokens go`() throws {
    let azure = try #require(EngineAddress("https://me.openai.azure.com/openai/deployments/d?api-version=2024-10-21"))
    let other = try #require(EngineAddress("https://openai.azure.com.example.com/v1"))
    let key = try #require(Credential("0123456789abcdef"))
    #expect(key.header(for: azure) == ("api-key", "0123456789abcdef"))
    #expect(key.header(for: other) == ("Authorization", "Bearer 0123456789abcdef"))
    #expect(try #require(Credential("eyJh.eyJi.c2ln")).header(for: azure) == ("Authorization", "Bearer eyJh.eyJi.c2ln"))
  }

  @Test func `a reply in one piece may take as long as the same reply as a stream`() throws {
    var configuration = EngineConfiguration(name: "x", url: "http://h/v1", model: "m", api: .chat)
    configuration.timeouts = EngineTimeouts(firstByte: .seconds(30), idle: .seconds(60))
    let connection = try configuration.connection(environment: Environment([:]))
    #expect(connection.forWholeReply(of: 100).timeouts.firstByte == .seconds(6030))
    #expect(connection.forWholeReply(of: .max).timeouts.firstByte < .seconds(3650 * 86_400))
  }

  @Test func `this machine is told from others`() {
    for local in ["localhost", "127.0.0.1", "127.8.9.1", "[::1]"] {
      #expect(EngineAddress("http://\(local):1/v1")?.isLoopback == true)
    }
    for remote in [
      "127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0", "127.1", "[::2]", "127.0.0.256",
    ] {
      #expect(EngineAddress("http://\(remote)/")?.isLoopback == false)
    }
  }

  @Test func `a key is needed where one is configured`() {
    let missing = error("https://h/v1", keyVariable: "SOME_KEY")
    #expect(missing?.code == .unauthorized)
    #expect(missing?.remedy.contains("SOME_KEY") == true)
    #expect(error("https://h/v1", keyVariable: "SOME_KEY", environment: ["SOME_KEY": " \n"])?.code == .unauthorized)
    let broken = error("https://h/v1", keyVariable: "SOME_KEY", environment: ["SOME_KEY": "abc\r\nX-Evil: 1"])
    #expect(broken?.code == .unauthorized)
    #expect(broken?.description.contains("abc") == false)
    #expect(error("https://h/v1", keyVariable: "SOME_KEY", environment: ["SOME_KEY": "abc\n"]) == nil)
  }

  @Test func `a key goes to another machine encrypted only`() {
    let keys = ["K": "k"]
    #expect(error("http://h/v1", keyVariable: "K", environment: keys)?.code == .misconfigured)
    #expect(error("http://h/v1", keyVariable: "K", environment: keys) { $0.allowInsecure = true } == nil)
    #expect(error("http://127.0.0.1/v1", keyVariable: "K", environment: keys) == nil)
    #expect(error("http://h/v1") == nil)
  }

  @Test func `a model is needed`() {
    #expect(error("https://h/v1", model: "")?.remedy.contains("--model") == true)
  }

  @Test func `a password in an address is not repeated`() {
    #expect(error("http://user:hunter22@h/")?.description.contains("hunter22") == false)
  }

  @Test func `every preset makes an engine from a key and a model`() throws {
    for preset in EnginePreset.all {
      let environment = Environment(preset.keyEnvironmentVariable.map { [$0: "k"] } ?? [:])
      let engine = try preset.configuration(model: "m").makeEngine(environment: environment)
      #expect(engine.description.api == preset.kind.api)
      // What takes no key stays on this machine, and the other way round.
      #expect(engine.capabilities.isLocal == (preset.keyEnvironmentVariable == nil))
    }
    #expect(EnginePreset.named("Cerebras")?.keyEnvironmentVariable == "CEREBRAS_API_KEY")
    #expect(EnginePreset.named("nobody") == nil)
  }

  @Test func `a key cannot be printed`() throws {
    let key = try #require(Credential("abcdefghijklmnop"))
    var dumped = ""
    dump(key, to: &dumped)
    #expect("\(key) \(String(reflecting: key)) \(dumped)".contains("abc") == false)
    #expect(key.scrub("no abcdefghijklmnop, no abcdefgh****, no ijklmnop") == "no [key], no [key]****, no [key]")
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799),
  ])
  func `a date of a header is read`(_ text: String, _ seconds: Int) {
    #expect(RetryAfter.secondsSinceEpoch(httpDate: text) == seconds)
  }

  @Test func `a wait is read in each of its forms`() {
    #expect(RetryAfter.duration(header: "3", date: nil) == .seconds(3))
    #expect(RetryAfter.duration(header: "0.25", date: nil) == .milliseconds(250))
    let (now, later) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:00 GMT")
    #expect(RetryAfter.duration(header: later, date: now) == .seconds(23))
    #expect(RetryAfter.duration(header: now, date: later) == .zero)
    #expect(RetryAfter.duration(header: "soon", date: now) == nil)
    #expect(RetryAfter.duration(header: "-1", date: nil) == nil)
    #expect(RetryAfter.duration(message: "Please try again in 20ms.") == .milliseconds(20))
    #expect(RetryAfter.duration(message: "Try again in 1.5 seconds") == .milliseconds(1500))
    #expect(RetryAfter.duration(message: "try again in 2m") == .seconds(120))
    #expect(RetryAfter.duration(message: "try again later") == nil)
  }
}
