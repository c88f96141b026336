internal import HoneCore
internal import HoneSecrets

/// A request without its secrets, and what is needed to put them back into the reply.
package struct SecretRedaction: Sendable {
  /// The request as it may be sent.
  package private(set) var request: EngineRequest
  /// How many secrets of each rule (`aws-access-key-id`) were replaced; the same secret counts once.
  package private(set) var counts: [String: Int] = [:]
  /// What every placeholder begins with: a word that the request does not hold.
  package let prefix: String
  /// How every placeholder begins.
  package static let standIn = "HONE_SECRET_"

  /// How many digits follow the prefix, so that text after a placeholder cannot change which one it is.
  private let width: Int
  /// The secrets in the order of their numbers, from 1.
  private var secrets: [[UInt8]] = []
  private var numbers: [[UInt8]: Int] = [:]

  /// The shortest secret that is replaced wherever it stands, not only where its surroundings show what it is.
  ///
  /// A short password is often a common word, and to replace that everywhere would make the code unreadable.
  private static let shortestEverywhere = 16

  /// The secrets of a text, by the rules of `git hone check`.
  ///
  /// A request holds pieces of files of any kind, so it is read as code and as a file of settings. Of the second reading
  /// only values count that hold letters and digits and nothing that calls or looks up: what is kept back is put into the
  /// reply again, but the engine sees less of the code.
  private static func secrets(in bytes: [UInt8]) -> [Secret] {
    let detector = SecretDetector()
    let inCode = detector.secrets(in: bytes, path: nil)
    let inSettings = detector.secrets(in: bytes, path: try? RepositoryPath(".env")).filter { secret in
      let value = bytes[secret.range]
      return value.contains { (0x30...0x39).contains($0) }
        && value.allSatisfy { $0.isNameByte || $0 == 0x2d || $0 == 0x2b }
        && value.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a }
        && !inCode.contains { $0.range.overlaps(secret.range) }
    }
    return (inCode + inSettings).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func scanned(_ text: String) -> (bytes: [UInt8], secrets: [Secret]) {
    let bytes = Array(text.utf8)
    return (bytes, secrets(in: bytes))
  }

  /// Scans every text of `request` and replaces what is found.
  package init(_ request: EngineRequest) {
    self.request = request
    let texts = Self.texts(of: request)
    var prefix = Self.standIn
    while texts.contains(where: { $0.contains(prefix) }) { prefix = "X" + prefix }
    self.prefix = prefix
    var findings: [String: (bytes: [UInt8], secrets: [Secret])] = [:]
    for text in texts where findings[text] == nil {
      let (bytes, found) = Self.scanned(text)
      findings[text] = (bytes, found)
      for finding in found {
        let secret = Array(bytes[finding.range])
        guard numbers[secret] == nil else { continue }
        secrets.append(secret)
        numbers[secret] = secrets.count
        counts[finding.rule, default: 0] += 1
      }
    }
    width = max(2, String(secrets.count).utf8.count)
    guard !secrets.isEmpty else { return }
    let everywhere = secrets.filter { $0.count >= Self.shortestEverywhere }.sorted { $0.count > $1.count }
    let redaction = self
    replaceTexts { text in
      let (bytes, found) = findings[text] ?? Self.scanned(text)
      return redaction.redacted(bytes, found, everywhere: everywhere)
    }
  }

  /// Whether nothing had to be replaced.
  package var isEmpty: Bool { secrets.isEmpty }

  /// The placeholder of a number.
  private func placeholder(_ number: Int) -> String {
    let digits = String(number)
    return prefix + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private func redacted(_ bytes: [UInt8], _ findings: [Secret], everywhere: [[UInt8]]) -> String {
    var result: [UInt8] = []
    var start = 0
    for finding in findings {
      guard let number = numbers[Array(bytes[finding.range])] else { continue }
      result += bytes[start..<finding.range.lowerBound]
      result += placeholder(number).utf8
      start = finding.range.upperBound
    }
    result += bytes[start...]
    for secret in everywhere {
      guard let number = numbers[secret] else { continue }
      result.replace(secret, with: placeholder(number).utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: The texts of a request

  private static func texts(of request: EngineRequest) -> [String] {
    var texts = request.messages.map(\.content)
    texts += [request.prediction, request.prefill, request.infill?.prefix, request.infill?.suffix].compactMap { $0 }
    for context in request.infill?.context ?? [] { texts += [context.fileName, context.text] }
    return texts
  }

  private mutating func replaceTexts(_ replace: (String) -> String) {
    for index in request.messages.indices {
      request.messages[index].content = replace(request.messages[index].content)
    }
    request.prediction = request.prediction.map(replace)
    request.prefill = request.prefill.map(replace)
    guard var infill = request.infill else { return }
    infill.prefix = replace(infill.prefix)
    infill.suffix = replace(infill.suffix)
    infill.context = infill.context.map { .init(fileName: replace($0.fileName), text: replace($0.text)) }
    request.infill = infill
  }

  /// What puts the secrets back into one reply.
  package func makeRestorer() -> SecretRestorer {
    SecretRestorer(prefix: Array(prefix.utf8), width: width, secrets: secrets)
  }
}
