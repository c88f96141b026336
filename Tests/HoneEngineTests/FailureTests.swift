import HoneCore
import HoneSystem
import HoneTestSupport
import Testing

@testable import HoneEngine

@Suite struct FailureTests {
  /// Asks a server that gives `replies` and returns the error and what the server saw.
  private func ask(
    _ replies: ScriptedEngineReply..., api: EngineAPI = .chat, budget: Duration = .milliseconds(50),
    firstByte: Duration = .seconds(60), idle: Duration = .seconds(60)
  ) async throws -> (error: EngineError?, requests: [ScriptedEngine.Request]) {
    let server = try await ScriptedEngine.start { _, number in replies[min(number, replies.count - 1)] }
    var request = request()
    request.deadline = .now + budget
    let engine = try makeEngine(server, api: api, firstByte: firstByte, idle: idle)
    let error = await failure(of: engine.stream(request))
    let requests = server.requests
    await server.stop()
    if let error {
      #expect(!error.description.contains(testKey), "\(error)")
      #expect(!error.remedy.isEmpty && !error.description.contains("\n"))
    }
    return (error, requests)
  }

  @Test(arguments: [401, 403])
  func `a refused key is said without the key`(_ status: Int) async throws {
    let message = "Incorrect API key provided: \(testKey), or \(testKey.prefix(12))*****"
    let result = try await ask(.failure(status: status, message: message))
    #expect(result.error?.code == .unauthorized)
    #expect(result.error?.message.contains("[key]") == true)
    #expect(result.error?.message.contains(testKey.prefix(12)) == false)
    #expect(result.requests.count == 1)
  }

  @Test func `a rate limit beyond the budget is told with its time`() async throws {
    let result = try await ask(.failure(status: 429, message: "slow down", headers: [("Retry-After", "7")]))
    #expect(result.error?.code == .rateLimited(retryAfter: .seconds(7)))
    #expect(result.error?.message.contains("7 s") == true)
    #expect(result.requests.count == 1)
  }

  @Test func `a rate limit in the message is read`() async throws {
    let result = try await ask(.failure(status: 429, message: "Please try again in 5.289s."))
    #expect(result.error?.code == .rateLimited(retryAfter: .milliseconds(5289)))
  }

  @Test func `an exhausted quota is not tried again`() async throws {
    let reply = ScriptedEngineReply.json(#"{"error":{"message":"pay","code":"insufficient_quota"}}"#)
    var refused = reply
    refused.status = 429
    let result = try await ask(refused, budget: .seconds(5))
    #expect(result.error?.code == .misconfigured)
    #expect(result.requests.count == 1)
  }

  @Test(arguments: [
    (404, "no such model", EngineError.Code.modelNotFound),
    (400, "This model's maximum context length is 8192 tokens", .contextTooLong),
    (413, "too large", .contextTooLong),
    (400, "unknown field", .misconfigured),
    (500, "oops", .serverError(status: 500)),
    (503, "loading model", .serverError(status: 503)),
  ])
  func `a status is told by its kind`(_ status: Int, _ message: String, _ code: EngineError.Code) async throws {
    let result = try await ask(.failure(status: status, message: message))
    #expect(result.error?.code == code)
    #expect(result.error?.message.contains(message) == true)
  }

  @Test func `a failed attempt is made again while nothing was used`() async throws {
    let failure = ScriptedEngineReply.failure(status: 503, message: "busy", headers: [("Retry-After", "0")])
    var broken = ScriptedEngineReply.chat(text: "hello", reasoning: "")
    broken.cutAfter = 10
    let result = try await ask(failure, broken, .chat(text: "hello"), budget: .seconds(120))
    #expect(result.error == nil)
    #expect(result.requests.count == 3)
  }

  @Test(arguments: [503, 500, 529])
  func `a failed server's time is told, and a wait for it`(_ status: Int) async throws {
    let result = try await ask(.failure(status: status, message: "busy", headers: [("Retry-After", "7")]))
    #expect(result.error?.code == .serverError(status: status, retryAfter: .seconds(7)))
    let failure = ScriptedEngineReply.failure(status: status, message: "busy", headers: [("Retry-After", "1")])
    let server = try await ScriptedEngine.start { _, number in number == 0 ? failure : .chat(text: "hello") }
    let reply = try await CollectedReply(makeEngine(server).stream(request()))
    #expect(reply.text == "hello")
    let notice = try #require(reply.notices.first)
    #expect(notice.contains("takes no more requests for") && notice.contains(" s; waiting"))
    await server.stop()
  }

  @Test func `a time of many years is told as such`() async throws {
    let result = try await ask(
      .failure(status: 429, message: "no", headers: [("Retry-After", "99999999999999999999")]), budget: .seconds(60))
    #expect(result.error?.message.contains("for more than a day") == true && result.requests.count == 1)
  }

  @Test func `an attempt is made at most three times`() async throws {
    let result = try await ask(
      .failure(status: 429, message: "busy", headers: [("Retry-After", "0.01")]), budget: .seconds(120))
    #expect(result.error?.code == .rateLimited(retryAfter: .milliseconds(10)))
    #expect(result.requests.count == 3)
  }

  @Test func `a stream that broke after its first text is not asked for again`() async throws {
    var broken = ScriptedEngineReply.chat(text: "hello world", usage: nil)
    broken.cutAfter = broken.frames[..<3].reduce(0) { $0 + $1.count }
    let cut = broken
    var broke = false
    // Where the end of the connection overtakes the text, nothing was used, and asking again is right.
    for _ in 0..<8 where !broke {
      let server = try await ScriptedEngine.start { _, number in number == 0 ? cut : .chat(text: "other", usage: nil) }
      let stream = try makeEngine(server).stream(request())
      var text = ""
      do throws(EngineError) {
        for try await event in stream {
          if case .textDelta(let delta) = event { text += delta }
        }
        #expect(text == "other", "the broken stream was taken for whole")
      } catch {
        #expect(error.code == .brokenStream)
        #expect(server.requests.count == 1)
        broke = true
      }
      await server.stop()
    }
    #expect(broke)
  }

  @Test(arguments: [EngineAPI.chat, .responses])
  func `a connection that is cut gives no finished reply`(_ api: EngineAPI) async throws {
    let whole: ScriptedEngineReply = api == .chat ? .chat(text: "hello world") : .responses(text: "hello world")
    let length = whole.body.count
    let cuts = Array(stride(from: 0, to: length, by: 41)) + [length - 1, length]
    let server = try await ScriptedEngine.start { _, number in
      var reply = whole
      reply.cutAfter = cuts[min(number, cuts.count - 1)]
      return reply
    }
    let engine = try makeEngine(server, api: api)
    for cut in cuts {
      var request = request()
      request.deadline = .now
      do throws(EngineError) {
        // A connection that breaks behind the last byte may swallow that byte or not.
        let reply = try await CollectedReply(engine.stream(request))
        #expect(cut == length && reply.text == "hello world" && reply.finish == .stop, "cut at \(cut) of \(length)")
      } catch {
        #expect(error.code == .brokenStream, "cut at \(cut) of \(length)")
      }
    }
    #expect(server.requests.count == cuts.count)
    await server.stop()
  }

  @Test func `a path that is not there is told from a model that is not`() async throws {
    var page = ScriptedEngineReply.page("<html><title>404</title></html>")
    page.status = 404
    let missing = try #require(try await ask(page).error)
    #expect(missing.code == .modelNotFound && missing.message.contains("has nothing at that address (HTTP 404)"))
    #expect(missing.remedy.contains("url") && !missing.message.contains("test-model"))
    let path = try await ask(.failure(status: 404, message: "Invalid URL (POST /v1/v1/chat/completions)"))
    #expect(path.error?.message.contains("has nothing at that address") == true)
    let model = try await ask(.failure(status: 404, message: "The model `test-model` does not exist"))
    #expect(model.error?.message.contains("does not have `test-model`") == true)
  }

  @Test func `a reply in an encoding is named by it`() async throws {
    var zipped = ScriptedEngineReply.chat(text: "hello")
    zipped.headers.append(("Content-Encoding", "gzip"))
    let error = try #require(try await ask(zipped).error)
    #expect(error.code == .notAStream && error.message.contains("the encoding `gzip`"))
    var plain = ScriptedEngineReply.chat(text: "hello")
    plain.headers.append(("Content-Encoding", "identity"))
    #expect(try await ask(plain).error == nil)
  }

  @Test func `a redirect that takes no request along is not called another address`() async throws {
    var redirect = ScriptedEngineReply.page("")
    redirect.status = 301
    redirect.headers = [("Location", "/v2/chat/completions")]
    let error = try #require(try await ask(redirect).error)
    #expect(error.message.contains("from another path, by a redirect (HTTP 301)"))
    #expect(!error.message.contains("another address") && error.remedy.contains("path"))
  }

  @Test(arguments: [
    ("https://me:pass@host/v1?api-version=2", "a user name"), ("https://me:pass@host/v1", "a user name"),
    ("https://host/v1#x", "a fragment"), ("ftp://host", "not http:// or https://"), ("https://", "with a host"),
  ])
  func `an address says what is wrong with it`(_ url: String, _ words: String) {
    let configuration = EngineConfiguration(name: "x", url: url, model: "m", api: .chat)
    #expect { try configuration.makeEngine(environment: Environment([:])) } throws: { error in
      guard let error = error as? EngineError else { return false }
      return error.code == .misconfigured && error.message.contains(words) && !error.description.contains("pass@")
    }
  }

  @Test func `frames that keep a connection open are no part of a reply`() async throws {
    let pings = [
      "event: ping\ndata:\n\n", "event: ping\ndata: {\"type\": \"ping\"}\n\n", "data: {\"type\":\"ping\"}\n\n",
      "data: \n\n",
    ]
    for (api, whole) in [
      (EngineAPI.chat, ScriptedEngineReply.chat(text: "hello")), (.responses, .responses(text: "hello")),
    ] {
      var reply = ScriptedEngineReply(frames: whole.frames.flatMap { frame in pings.map { Array($0.utf8) } + [frame] })
      let end = Array("data: [DONE]\n\n".utf8)
      reply.frames = reply.frames.map { $0 == end ? Array("data: [DONE] \n\n".utf8) : $0 }
      let server = try await ScriptedEngine.start(reply)
      let read = try await CollectedReply(makeEngine(server, api: api).stream(request()))
      #expect(read.text == "hello" && read.finish == .stop)
      await server.stop()
    }
  }

  @Test func `a reply that was cut stays cut, whatever is said after it`() async throws {
    var reply = ScriptedEngineReply.chat(text: "half", finishReason: "length")
    let stop = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    reply.frames.insert(Array(stop.utf8), at: reply.frames.count - 1)
    let server = try await ScriptedEngine.start(reply)
    #expect(try await CollectedReply(makeEngine(server).stream(request())).finish == .length)
    await server.stop()
  }

  @Test func `a connection that breaks is told in plain words`() async throws {
    var reply = ScriptedEngineReply.chat(text: "hello world", usage: nil)
    reply.cutAfter = reply.body.count - 20
    reply.resets = true
    let error = try #require(try await ask(reply).error)
    #expect(error.message.hasSuffix("Connection reset by peer"), "\(error.message)")
  }

  @Test func `a server that streams all the same is told so, with what helps`() async throws {
    let server = try await ScriptedEngine.start(.chat(text: "hello"))
    var configuration = EngineConfiguration(name: "x", url: server.baseURL, model: "m", api: .chat)
    configuration.uncounted = .whole
    configuration.dialect = .init(tokenLimit: .maxTokens)
    let error = await failure(of: try configuration.makeEngine(environment: Environment([:])).stream(request()))
    #expect(error?.message.contains("asked for its reply in one piece") == true)
    #expect(error?.remedy == "`git config honeengine.x.uncounted accept` takes such replies as they are")
    await server.stop()
  }

  @Test func `an error in the stream ends it with the server's words`() async throws {
    var reply = ScriptedEngineReply.chat(text: "hello", usage: nil)
    reply.frames.insert(Array("data: {\"error\":{\"message\":\"lost \(testKey)\"}}\n\n".utf8), at: 3)
    let result = try await ask(reply)
    #expect(result.error?.code == .errorFrame)
    #expect(result.error?.message.contains("lost [key]") == true)
  }

  @Test func `a failed response is told`() async throws {
    let frame =
      #"data: {"type":"response.failed","response":{"error":{"code":"context_length_exceeded","message":"no"}}}"#
    var reply = ScriptedEngineReply(frames: [Array("\(frame)\n\n".utf8)])
    reply.keepsOpen = true
    #expect(try await ask(reply, api: .responses).error?.code == .contextTooLong)
  }

  @Test func `a web page and plain JSON are no streams`() async throws {
    #expect(try await ask(.page()).error?.code == .notAStream)
    #expect(try await ask(.json(#"{"id":"x","choices":[]}"#)).error?.code == .notAStream)
    #expect(try await ask(.json(#"{"error":"no such thing"}"#)).error?.code == .errorFrame)
  }

  @Test func `nothing before the limit is a timeout`() async throws {
    var late = ScriptedEngineReply.chat(text: "hello")
    late.delay = .seconds(30)
    #expect(try await ask(late, firstByte: .milliseconds(150)).error?.code == .timeout)
    var silent = ScriptedEngineReply.chat(text: "hello")
    silent.stallAfter = 0
    #expect(try await ask(silent, firstByte: .milliseconds(150)).error?.code == .timeout)
  }

  @Test func `a stream that falls silent is a timeout`() async throws {
    var stalled = ScriptedEngineReply.chat(text: "hello world")
    stalled.stallAfter = 3
    let result = try await ask(stalled, idle: .milliseconds(150))
    #expect(result.error?.code == .timeout)
    #expect(result.requests.count == 1)
  }

  @Test func `comments keep a slow stream alive`() async throws {
    var slow = ScriptedEngineReply.chat(text: "hi")
    // Nothing but comments for twice as long as may pass without a byte.
    slow.frames.insert(contentsOf: Array(repeating: Array(":\n\n".utf8), count: 30), at: 2)
    slow.framesPerSecond = 10
    #expect(try await ask(slow, idle: .milliseconds(1500)).error == nil)
  }

  @Test func `a refused connection is told with the remedy`() async throws {
    let server = try await ScriptedEngine.start(.page())
    let engine = try makeEngine(server)
    await server.stop()
    let error = try #require(await failure(of: engine.stream(request())))
    #expect(error.code == .unreachable)
    #expect(error.message.contains("`scripted` at \(server.baseURL) could not be reached"))
    #expect(error.remedy.contains("--engine"))
  }

  @Test func `another address never sees the request`() async throws {
    let other = try await ScriptedEngine.start(.chat(text: "stolen"))
    var redirect = ScriptedEngineReply.page("")
    redirect.status = 307
    redirect.headers = [("Location", other.baseURL + "/chat/completions")]
    let result = try await ask(redirect)
    #expect(result.error?.code == .misconfigured)
    #expect(other.requests.isEmpty)
    await other.stop()
  }

  @Test func `a redirect within the server is followed`() async throws {
    var redirect = ScriptedEngineReply.page("")
    redirect.status = 308
    redirect.headers = [("Location", "/v2/chat/completions")]
    let result = try await ask(redirect, .chat(text: "hello"))
    #expect(result.error == nil)
    #expect(result.requests.map(\.target) == ["/v1/chat/completions", "/v2/chat/completions"])
    #expect(result.requests.last?.header("Authorization") == "Bearer \(testKey)")
  }

  @Test func `the key stands in one header and nowhere else`() async throws {
    let result = try await ask(.chat(text: "hello"))
    let sent = String(decoding: try #require(result.requests.first).bytes, as: UTF8.self)
    #expect(sent.split(separator: testKey, omittingEmptySubsequences: false).count == 2)
    #expect(sent.lowercased().contains("authorization: bearer \(testKey)"))
  }

  @Test func `text of a server cannot command the terminal`() {
    let line = EngineError.printable("a\u{1B}[31m\r\nb\u{202E}c\u{2028}d" + String(repeating: "x", count: 400))
    #expect(line.hasPrefix("a [31m bc dxxx"))
    #expect(line.count == 301)
  }
}
