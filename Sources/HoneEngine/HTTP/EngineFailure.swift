extension EngineError {
  /// The error of an engine, as a sentence that begins with its name and address, with the remedy that fits.
  /// - Parameters:
  ///   - what: the rest of the sentence, for example `could not be reached`.
  ///   - detail: what the server or the system said about it, unchecked; shortened to one printable line.
  ///   - remedy: what to do, where the code alone does not tell.
  static func failure(
    _ code: Code, of engine: EngineDescription, _ what: String, detail: String = "", remedy: String? = nil
  ) -> EngineError {
    let line = printable(detail)
    return EngineError(
      code, "the engine `\(engine.name)` at \(engine.baseURL) \(what)" + (line.isEmpty ? "" : ": \(line)"),
      remedy: remedy ?? self.remedy(for: code, of: engine))
  }

  private static func remedy(for code: Code, of engine: EngineDescription) -> String {
    let isLoopback = EngineAddress(engine.baseURL)?.isLoopback ?? false
    switch code {
    case .unreachable where engine.name == "local":
      return "start it with `git hone engine start` or choose another with --engine"
    case .unreachable where isLoopback: return "start that server or choose another engine with --engine"
    case .unreachable: return "check the network and the engine's url, or choose another with --engine"
    case .unauthorized: return "check the key in the environment variable that `keyenv` names"
    case .rateLimited: return "wait and run it again, or choose another engine with --engine"
    case .serverError, .errorFrame: return "run it again, or choose another engine with --engine"
    case .brokenStream, .malformedFrame: return "nothing of the reply was used; run it again"
    case .notAStream: return "check the engine's url and api"
    case .timeout: return "run it again, or choose another engine with --engine"
    case .modelNotFound:
      return "`git hone engine models --engine \(engine.name)` shows its models; choose one with --model"
    case .contextTooLong: return "name fewer paths, or choose an engine with a larger context"
    case .misconfigured: return "correct it with `git config`"
    case .cancelled: return ""
    }
  }

  /// The first 300 characters of `text` in one line, without control and formatting characters.
  ///
  /// What a server says reaches the user's terminal, so it must not be able to command it.
  static func printable(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars.prefix(2000) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        if line.last != " " { line += " " }
      case .format, .surrogate, .privateUse, .unassigned: continue
      default: line.unicodeScalars.append(scalar)
      }
    }
    let trimmed = line.drop { $0 == " " }
    let short = trimmed.prefix(300)
    let end = short.lastIndex { $0 != " " }.map { short.index(after: $0) } ?? short.startIndex
    return String(short[..<end]) + (short.count < trimmed.count ? "…" : "")
  }
}
