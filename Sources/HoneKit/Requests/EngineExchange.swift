internal import AsyncAlgorithms
internal import HoneCore
internal import HoneEngine

/// One request to an engine and the edits in its reply.
///
/// The reply is pulled, parsed and handed on piece by piece; the loop that consumes it also hears of the user's Ctrl-C, of
/// the end of the time budget and of stalls, and lets go of the connection the moment any of them ends the reply.
struct EngineExchange {
  /// How a reply ended.
  enum Ending {
    /// With its terminal event, and no edit open: everything in it counts.
    case complete
    /// By the user, or by the budget: what was complete counts if the user wants it.
    case interrupted
    case outOfTime
    /// By the user, who has something to say.
    case steered(SteeringCommand)
    /// By an edit whose place is not in the file; what was complete before it counts.
    case mismatched(SearchWatch.Mismatch)
    /// In a way that makes all of it void.
    case void(Refusal)
    case failed(EngineError)
  }

  /// What was measured.
  struct Measure {
    var usage: Usage?
    /// What the server measured.
    var timings: ServerTimings?
    var firstText: Duration?
    var total = Duration.zero
    /// Whether a piece that was lost or came twice would have been noticed; `nil` where the reply did not end by itself.
    var isCounted: Bool?
    /// Text deltas of the server, the count of tokens when the engine reports none.
    var deltas = 0
    /// What the request is estimated to have, for an engine that reports nothing.
    var promptEstimate = 0
    /// The reply as far as it is kept for asking again.
    var reply = KeptReply()

    /// The tokens of request and reply: as the engine counted them, or else, where something came, about as many as there are.
    var tokens: RunSummary.Tokens {
      if let usage { return .init(prompt: usage.prompt, cached: usage.cached, completion: usage.completion) }
      return deltas == 0 ? .init() : .init(prompt: promptEstimate, completion: deltas, isEstimated: true)
    }
  }

  var engine: any Engine
  let interruption: Interruption
  let steering: Steering
  /// When the budget ends.
  let deadline: ContinuousClock.Instant?
  /// Takes what the engine has to tell the user about itself.
  var notice: (String) -> Void = { _ in }

  private enum Arrival: Sendable {
    case event(EngineEvent)
    case failed(EngineError)
    case interrupted
    case steered
    case outOfTime
    case tick
  }

  /// What the engine was told while it writes, and since when it owes an answer.
  private struct Told {
    var words: String
    var since: ContinuousClock.Instant

    /// What becomes of it when the engine does not take it: the reply is closed, and asked for again.
    func instead(_ later: SteeringCommand? = nil) -> Ending {
      switch later {
      case .redirect(let more, let keepsEdits): .steered(.redirect("\(words)\n\(more)", keepsEdits: keepsEdits))
      case .cancel: .steered(later ?? .cancel(keepsEdits: true))
      case nil: .steered(.redirect(words, keepsEdits: true))
      }
    }
  }

  /// How long an engine that was told something may go on without taking it.
  private static let patience = Duration.seconds(5)

  /// How often the loop looks whether the engine has gone quiet.
  private static let tick: Duration = .milliseconds(500)

  /// Sends `request` and reads its reply.
  /// - Parameters:
  ///   - progress: is told the number of deltas and whether nothing came for two seconds.
  ///   - onEdit: takes each edit as soon as it is complete. It is provisional until the ending is known.
  ///   - mismatch: looks at an edit that is still open, after each of its lines, and says why it can have no place.
  ///   - tell: puts the user's words so that the engine understands them in the middle of its reply; `nil` has the reply closed.
  ///   - onRedirect: is told of words that the engine has taken, when its next edits follow them.
  func run(
    _ request: EngineRequest, parser: inout any EditStreamParser, progress: (Int, Bool) -> Void,
    onEdit: (Edit) -> Void, mismatch: (any EditStreamParser) -> SearchWatch.Mismatch? = { _ in nil },
    tell: ((String) -> String)? = nil, onRedirect: (String) -> Void = { _ in }
  ) async -> (Ending, Measure) {
    let clock = ContinuousClock()
    let start = clock.now
    var measure = Measure()
    measure.promptEstimate = request.tokenEstimate
    var lastArrival = start
    var size = 0
    let channel = AsyncChannel<Arrival>()
    let (interruption, steering) = (interruption, steering)
    let source = engine.stream(request).makeSource()
    let fresh = parser
    var told: Told?
    let ending = await withTaskGroup(of: Void.self) { group in
      group.addTask { await Self.pump(source, into: channel) }
      group.addTask {
        await interruption.wait()
        if !Task.isCancelled { await channel.send(.interrupted) }
      }
      func listen() {
        group.addTask {
          await steering.wait()
          if !Task.isCancelled { await channel.send(.steered) }
        }
      }
      listen()
      group.addTask {
        while (try? await Task.sleep(for: Self.tick)) != nil { await channel.send(.tick) }
      }
      if let deadline {
        group.addTask {
          if (try? await Task.sleep(until: deadline, clock: .continuous)) != nil { await channel.send(.outOfTime) }
        }
      }
      defer {
        group.cancelAll()
        channel.finish()
      }
      for await arrival in channel {
        switch arrival {
        case .interrupted: return Ending.interrupted
        case .steered:
          guard let command = steering.take() else { continue }
          if let told { return told.instead(command) }
          guard let tell, case .redirect(let words, keepsEdits: true) = command, await source.steer(tell(words)) else {
            return .steered(command)
          }
          told = Told(words: words, since: clock.now)
          listen()
        case .outOfTime: return .outOfTime
        case .failed(let error): return told?.instead() ?? .failed(error)
        case .tick:
          if let told, clock.now - told.since > Self.patience { return told.instead() }
          progress(measure.deltas, clock.now - lastArrival >= .seconds(2))
        case .event(let event):
          lastArrival = clock.now
          switch event {
          case .reasoningDelta, .allowance: break
          case .joined(let more): measure.deltas += more
          case .timings(let timings): measure.timings = timings
          case .usage(let usage): measure.usage = usage
          case .counted(let isCounted): measure.isCounted = isCounted
          case .notice(let text): notice(text)
          case .unheard: if let told { return told.instead() }
          case .redirected:
            // What is finished stays; the edit that was open is dropped, and what follows is read as a reply of its own.
            parser = fresh
            measure.reply.dropOpenEdit()
            if let told { onRedirect(told.words) }
            told = nil
          case .textDelta(let text):
            measure.firstText = measure.firstText ?? clock.now - start
            measure.deltas += 1
            size += text.utf8.count
            guard size <= request.longestReply else {
              return .void(
                Refusal(.malformed, "the engine's reply is far longer than it was asked to be; nothing of it is used"))
            }
            progress(measure.deltas, false)
            do throws(Refusal) {
              if let found = try Self.read(text, parser: &parser, kept: &measure.reply, onEdit, mismatch) {
                return .mismatched(found)
              }
            } catch {
              return .void(error)
            }
          case .finished(let reason):
            if let told { return told.instead() }
            return Self.ending(reason, parser: &parser, onEdit: onEdit)
          }
        }
      }
      return .failed(Self.incomplete)
    }
    measure.total = clock.now - start
    return (ending, measure)
  }

  /// Feeds a piece of the reply line by line, so that the end of an edit and the first wrong line are known exactly.
  private static func read(
    _ text: String, parser: inout any EditStreamParser, kept: inout KeptReply, _ onEdit: (Edit) -> Void,
    _ mismatch: (any EditStreamParser) -> SearchWatch.Mismatch?
  ) throws(Refusal) -> SearchWatch.Mismatch? {
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.utf8.firstIndex(of: 0x0a).map { rest.utf8.index(after: $0) }
      let line = rest[..<(end ?? rest.endIndex)]
      rest = rest[line.endIndex...]
      kept.append(line)
      let edits = try parser.feed(line.utf8)
      edits.forEach(onEdit)
      // Where an edit is open again, the line belongs to that one.
      if edits.contains(where: { !$0.isForeign }) { kept.finishEdit(before: parser.isEditOpen ? line : "") }
      if end != nil, let found = mismatch(parser) { return found }
    }
    return nil
  }

  private static let incomplete = EngineError(
    .brokenStream, "the engine's reply ended before it was complete", remedy: "try again")

  private static func pump(_ source: any EngineEventSource, into channel: AsyncChannel<Arrival>) async {
    do throws(EngineError) {
      while let event = try await source.next() { await channel.send(.event(event)) }
      await channel.send(.failed(incomplete))
    } catch {
      await channel.send(.failed(error))
    }
  }

  private static func ending(
    _ reason: FinishReason, parser: inout any EditStreamParser, onEdit: (Edit) -> Void
  ) -> Ending {
    switch reason {
    case .stop:
      do throws(Refusal) {
        for edit in try parser.finish() { onEdit(edit) }
        return .complete
      } catch {
        return .void(error)
      }
    case .length:
      return .void(
        Refusal(
          .malformed, "the engine's reply was cut at its token limit; nothing of it is used",
          remedy: "ask for less at once, or name fewer files"))
    case .contentFilter:
      return .void(Refusal(.malformed, "the engine's service withheld a part of the reply; nothing of it is used"))
    case .other(let word):
      return .void(Refusal(.malformed, "the engine ended its reply with `\(word)`; nothing of it is used"))
    }
  }
}
