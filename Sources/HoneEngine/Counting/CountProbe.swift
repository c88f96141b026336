/// Asks a server for two short replies, to learn how it counts the tokens of its replies.
///
/// The requests hold nothing of the user's, and take some forty tokens each way, more where the model reasons first.
struct CountProbe: Sendable {
  let engine: ChatCompletionsEngine

  private static let plain = "Write these words once, and nothing else: one two three four five six seven"
  private static let mixed = "Write this line once, and nothing else: naïve — 漢字 🐈 🧶 done"

  /// What the replies teach; `nil` when one of them did not come to its end.
  func learn() async -> CountLesson? {
    guard let plain = await tally(Self.plain), let mixed = await tally(Self.mixed) else { return nil }
    return CountLesson(plain: plain, mixed: mixed)
  }

  private func tally(_ text: String) async -> TokenTally? {
    var request = EngineRequest(messages: [Message(.user, text)], maxOutputTokens: 512)
    request.deadline = .now + .seconds(10)
    let source = engine.source(for: request, form: .listing, isProbe: true)
    var reason: FinishReason?
    do throws(EngineError) {
      while let event = try await source.next() {
        if case .finished(let end) = event { reason = end }
      }
    } catch {
      return nil
    }
    return reason == .stop ? await source.tally : nil
  }
}
