internal import HoneCore
internal import HoneSystem

/// The form in which a run record lies on the disk.
///
/// One `key value` pair a line, in the manner of git's own files, readable without Foundation:
///
///     hone-run 1
///     id 20261122-204755123-3f9a
///     kind edit
///     written index
///     file src/a.swift
///     index-before 100644 <40 digits>
///     index-after 100644 <40 digits>
///     work-before <40 digits>
///     work-after <40 digits>
///     permissions 644
///     end
///
/// The lines after `file` belong to that file. Values are bytes; a backslash, a line feed and a NUL are written `\\`, `\n`
/// and `\0`, so that every path survives. Absent values have no line. Keys that are not known are passed over. The last
/// line is `end`: a record that was cut off is not taken for a whole one.
enum RunRecordText {
  private static let header = "hone-run 1"

  /// Writes a record, with the process that is carrying it out when it is not finished yet.
  static func encode(_ record: RunRecord, process: ProcessIdentity? = nil) -> [UInt8] {
    var writer = LineWriter()
    writer.lines.append(contentsOf: Array((header + "\n").utf8))
    writer.put("id", record.id)
    if let process { writer.put("process", process.text) }
    let details = record.details
    writer.put("kind", details.kind)
    writer.put("written", record.written.rawValue)
    writer.put("instruction", details.instruction)
    writer.put("engine", details.engine)
    writer.put("model", details.model)
    writer.put("tokens", "\(details.promptTokens) \(details.cachedTokens) \(details.completionTokens)")
    if details.areTokensEstimated { writer.put("tokens-estimated", "1") }
    writer.put("duration", String(details.duration))
    if details.engineTime > 0 { writer.put("engine-time", String(details.engineTime)) }
    writer.put("queue-time", details.serverTimes.queue.map { String($0) })
    writer.put("prompt-time", details.serverTimes.prompt.map { String($0) })
    writer.put("completion-time", details.serverTimes.completion.map { String($0) })
    writer.put("first-token", details.firstToken.map { String($0) })
    writer.put("cost", details.cost.map { String($0) })
    writer.put("head-before", record.headBefore?.hex)
    writer.put("head-after", record.headAfter?.hex)
    if let indexFile = record.indexFile { writer.put("index-file", bytes: indexFile) }
    writer.put("undoes", record.undoes)
    if record.isInterrupted { writer.put("interrupted", "1") }
    for folder in record.createdFolders { writer.put("folder", bytes: folder.bytes) }
    for file in record.files {
      writer.put("file", bytes: file.path.bytes)
      writer.put("index-before", file.indexBefore.map { "\($0.mode.octal) \($0.id)" })
      writer.put("index-after", file.indexAfter.map { "\($0.mode.octal) \($0.id)" })
      writer.put("work-before", file.workTreeBefore?.hex)
      writer.put("work-after", file.workTreeAfter?.hex)
      writer.put("permissions", String(file.permissions, radix: 8))
    }
    writer.lines.append(contentsOf: Array("end\n".utf8))
    return writer.lines
  }

  /// Reads a record; `nil` when the bytes are not a whole one of a version that is known.
  static func decode(_ bytes: [UInt8]) -> (record: RunRecord, process: ProcessIdentity?)? {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard let first = lines.popFirst(), first.elementsEqual(header.utf8) else { return nil }
    guard lines.popLast()?.isEmpty == true, lines.popLast()?.elementsEqual("end".utf8) == true else { return nil }
    var record = RunRecord(id: "", details: RunDetails(kind: ""), written: .index)
    var process: ProcessIdentity?
    for line in lines {
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
      let key = String(decoding: line[..<blank], as: UTF8.self)
      guard let value = unescape(line[(blank + 1)...]) else { return nil }
      if key == "process" {
        process = ProcessIdentity(text: String(decoding: value, as: UTF8.self))
      } else if !read(key, value, into: &record) {
        return nil
      }
    }
    return record.id.isEmpty ? nil : (record, process)
  }

  // MARK: Reading

  private static func read(_ key: String, _ value: [UInt8], into record: inout RunRecord) -> Bool {
    let text = String(decoding: value, as: UTF8.self)
    switch key {
    case "id": record.id = text
    case "kind": record.details.kind = text
    case "instruction": record.details.instruction = text
    case "engine": record.details.engine = text
    case "model": record.details.model = text
    case "undoes": record.undoes = text
    case "index-file": record.indexFile = value
    case "interrupted": record.isInterrupted = text == "1"
    case "written":
      guard let written = RunRecord.Written(rawValue: text) else { return false }
      record.written = written
    case "tokens":
      let counts = text.split(separator: " ").compactMap { Int($0) }
      guard counts.count == 3 else { return false }
      (record.details.promptTokens, record.details.cachedTokens) = (counts[0], counts[1])
      record.details.completionTokens = counts[2]
    case "tokens-estimated": record.details.areTokensEstimated = text == "1"
    // Records of earlier versions say when the command began; the id does.
    case "started": return true
    case "duration": return assign(Int64(text), to: &record.details.duration)
    case "engine-time": return assign(Int64(text), to: &record.details.engineTime)
    case "queue-time": return assign(Int64(text), to: &record.details.serverTimes.queue)
    case "prompt-time": return assign(Int64(text), to: &record.details.serverTimes.prompt)
    case "completion-time": return assign(Int64(text), to: &record.details.serverTimes.completion)
    case "first-token": return assign(Int64(text), to: &record.details.firstToken)
    case "cost": return assign(Double(text), to: &record.details.cost)
    case "head-before": return assign(ObjectID(hex: text), to: &record.headBefore)
    case "head-after": return assign(ObjectID(hex: text), to: &record.headAfter)
    case "folder":
      guard let path = try? RepositoryPath(bytes: value) else { return false }
      record.createdFolders.append(path)
    case "file":
      guard let path = try? RepositoryPath(bytes: value) else { return false }
      record.files.append(
        RunFile(path: path, indexBefore: nil, indexAfter: nil, workTreeBefore: nil, workTreeAfter: nil))
    default: return readFile(key, text, into: &record.files)
    }
    return true
  }

  /// Reads a line that belongs to the last file; one that is not known is passed over.
  private static func readFile(_ key: String, _ text: String, into files: inout [RunFile]) -> Bool {
    guard !files.isEmpty else { return true }
    let last = files.count - 1
    switch key {
    case "index-before": return assign(entry(text), to: &files[last].indexBefore)
    case "index-after": return assign(entry(text), to: &files[last].indexAfter)
    case "work-before": return assign(ObjectID(hex: text), to: &files[last].workTreeBefore)
    case "work-after": return assign(ObjectID(hex: text), to: &files[last].workTreeAfter)
    case "permissions": return assign(UInt32(text, radix: 8), to: &files[last].permissions)
    default: return true
    }
  }

  private static func entry(_ text: String) -> IndexEntry? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let mode = FileMode(octal: words[0]), let id = ObjectID(hex: words[1]) else { return nil }
    return IndexEntry(mode: mode, id: id)
  }

  private static func assign<Value>(_ value: Value?, to place: inout Value) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private static func assign<Value>(_ value: Value?, to place: inout Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private static func unescape(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        switch byte {
        case UInt8(ascii: "\\"): result.append(byte)
        case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "0"): result.append(0)
        default: return nil
        }
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        result.append(byte)
      }
    }
    return isEscaped ? nil : result
  }
}

/// Collects the escaped lines of a record.
private struct LineWriter {
  var lines: [UInt8] = []

  mutating func put(_ key: String, _ value: String?) {
    if let value { put(key, bytes: Array(value.utf8)) }
  }

  mutating func put(_ key: String, bytes value: [UInt8]) {
    lines.append(contentsOf: Array(key.utf8) + [UInt8(ascii: " ")])
    for byte in value {
      switch byte {
      case UInt8(ascii: "\\"): lines.append(contentsOf: Array("\\\\".utf8))
      case UInt8(ascii: "\n"): lines.append(contentsOf: Array("\\n".utf8))
      case 0: lines.append(contentsOf: Array("\\0".utf8))
      default: lines.append(byte)
      }
    }
    lines.append(UInt8(ascii: "\n"))
  }
}
