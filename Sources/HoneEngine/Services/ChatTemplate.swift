internal import HoneCore
internal import HoneSystem

/// Has a llama.cpp server write conversations as the text that its model reads, by the template of the model.
///
/// Whether a server can do that, and whether nothing but the reply stands in what the model writes then, is asked once, and
/// remembered in the user's cache folder for a week.
actor ChatTemplate {
  private let server: EngineConnection
  private let file: String?
  private var isUsable: Bool?
  private var lacksRendering = false
  private static let lifetime = 7 * 24 * 3600
  /// What stands in the templates of models that think aloud, or in several channels: a server of Chat Completions takes that
  /// apart, and nobody does here.
  private static let marks = ["think", "reason", "channel"]

  /// - Parameters:
  ///   - server: a connection to the server's root.
  ///   - cache: the user's cache folder of Hone; `nil` where there is none.
  init(_ server: EngineConnection, cache: String?) {
    self.server = server
    file = cache.map {
      "\($0)/templates/\(FileDigest.sha256(text: "\(server.address)\n\(server.description.model)").prefix(32)).json"
    }
  }

  /// The conversation as one text; `nil` where the server does not write it, or the model writes more than the reply.
  func prompt(for messages: [Message]) async throws(EngineError) -> String? {
    guard try await knowsReplies() else { return nil }
    let text = try await rendered(messages)
    if text == nil, lacksRendering { remember(false) }
    return text
  }

  /// The conversation as one text, whatever the model writes then; `nil` where the server does not write it.
  /// - Throws: only when the task is cancelled: whatever else is wrong is told by the request itself.
  func rendered(_ messages: [Message]) async throws(EngineError) -> String? {
    guard !lacksRendering else { return nil }
    let length = messages.reduce(0) { $0 + $1.content.utf8.count }
    // Escaped, a byte takes up to six; a template adds a few kilobytes, with tools that nobody asks for.
    let answer = try await ask("/apply-template", ["messages": .turns(messages)], limit: length * 6 + (64 << 10))
    guard let answer else { return nil }
    guard let text = answer["prompt"]?.string else {
      lacksRendering = true
      return nil
    }
    return text
  }

  private func knowsReplies() async throws(EngineError) -> Bool {
    if let isUsable { return isUsable }
    if let known = remembered() {
      isUsable = known
      return known
    }
    guard let properties = try await ask("/props", nil, limit: 1 << 20) else { return false }
    let template = properties["chat_template"]?.string?.lowercased()
    let found = template.map { text in !text.isEmpty && !Self.marks.contains { text.contains($0) } } ?? false
    remember(found)
    return found
  }

  /// The JSON that the server answers, an empty object when it has no such interface; `nil` when it cannot be told.
  private func ask(_ path: String, _ body: JSON?, limit: Int) async throws(EngineError) -> JSON? {
    do throws(EngineError) {
      let url = server.address.appending(path)
      let bytes = try await server.document(url, body: body?.bytes, limit: limit)
      return try? JSON(parsing: bytes)
    } catch {
      switch error.code {
      case .cancelled: throw error
      case .modelNotFound, .misconfigured, .notAStream, .serverError(status: 501, _): return .object([])
      default: return nil
      }
    }
  }

  // MARK: What is remembered

  private func remembered() -> Bool? {
    guard let file, let bytes = Disk.read(file, limit: 4096), let json = try? JSON(parsing: bytes),
      let isUsable = json["usable"]?.bool, let found = json["found"]?.count,
      (0..<Self.lifetime).contains(Int(WallTime.now.seconds) - found)
    else { return nil }
    return isUsable
  }

  private func remember(_ isUsable: Bool) {
    self.isUsable = isUsable
    guard let file, let end = file.lastIndex(of: "/") else { return }
    let record: JSON = [
      "address": .string(server.address.description), "model": .string(server.description.model),
      "usable": .bool(isUsable), "found": .integer(Int(WallTime.now.seconds)),
    ]
    // A cache that cannot be written is no reason to fail: the next command asks again.
    try? Disk.makePrivateFolder(String(file[..<end]))
    try? Disk.replace(file, with: record.bytes)
  }
}
