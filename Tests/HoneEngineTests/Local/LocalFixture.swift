import HoneSystem
import Testing

@testable import HoneEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A temporary home with the user's folders in it, deleted at the end, and programs that stand in for real ones.
final class LocalFixture: Sendable {
  let root: String
  let environment: Environment
  let directories: UserDirectories

  init() throws {
    root = "/tmp/hone-local-\(UInt64.random(in: .min ... .max))"
    var environment = Environment.current
    for (name, folder) in [
      ("HOME", "home"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_STATE_HOME", "state"),
      ("XDG_RUNTIME_DIR", "run"),
    ] {
      environment[name] = "\(root)/\(folder)"
    }
    for name in ["HF_ENDPOINT", "HTTPS_PROXY", "https_proxy"] { environment[name] = nil }
    self.environment = environment
    directories = try #require(UserDirectories(environment: environment))
    try Disk.makeFolder(root)
  }

  deinit { try? Disk.remove(root) }

  /// The machine's Python, without which neither the engine nor its stand-ins can run.
  var python: String { get throws { try Self.interpreter.get().program } }

  private static let interpreter = Result { try PythonInterpreter.find(environment: .current) }

  /// Writes a file under the root and returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8], executable: Bool = false) throws -> String {
    let path = "\(root)/\(name)"
    try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    try Disk.replace(path, with: bytes, mode: executable ? 0o700 : 0o600)
    return path
  }

  /// Writes a Python program that can be started by its path.
  func program(_ name: String, _ source: String) throws -> String {
    try write(name, Array("#!\(try python)\n\(source)".utf8), executable: true)
  }

  /// The lines that stand-ins appended to a file under the root.
  func lines(_ name: String) -> [String] {
    String(decoding: Disk.read("\(root)/\(name)") ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Bytes that begin like a GGUF file and go on reproducibly.
  static func weights(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    var bytes = Array("GGUF".utf8)
    while bytes.count < count {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
      withUnsafeBytes(of: value ^ value >> 31) { bytes.append(contentsOf: $0) }
    }
    return Array(bytes.prefix(count))
  }

  /// A model of these bytes.
  func model(_ bytes: [UInt8], sources: [ModelDescription.Source], isHashKnown: Bool = true) throws -> ModelDescription
  {
    ModelDescription(
      id: "tiny", name: "Tiny", licence: "Apache-2.0", fileName: "tiny.gguf",
      byteCount: isHashKnown ? Int64(bytes.count) : nil, sha256: isHashKnown ? try sha256(bytes) : nil,
      sources: sources, contextTokens: 2048, strengths: "tests", memoryBytes: nil)
  }

  func sha256(_ bytes: [UInt8]) throws -> String {
    try FileDigest.sha256(of: write("digest", bytes))
  }
}

/// Collects what was reported, from any task.
final class ProgressRecorder: Sendable {
  private let file: String

  /// - Parameter file: where the reports go, one a line; a file needs no lock.
  init(_ file: String) { self.file = file }

  var handler: EngineProgressHandler {
    { [file] event in
      let old = Disk.read(file) ?? []
      try? Disk.replace(file, with: old + Array("\(event)\n".utf8))
    }
  }

  var text: String { String(decoding: Disk.read(file) ?? [], as: UTF8.self) }
}
