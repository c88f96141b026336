import HoneSyntax
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder `Follow` beside these tests: `<language>/<case>/{before,after,rest,expected}.<extension>`.
enum FollowCaseFolder {
  private static let path = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Follow"

  /// All cases, by name.
  static func cases() throws -> [FollowCase] {
    try names(in: path).flatMap { language in
      try names(in: "\(path)/\(language)").map { try read("\(language)/\($0)", language: language) }
    }
  }

  private static func read(_ name: String, language: String) throws -> FollowCase {
    let folder = "\(path)/\(name)"
    func bytes(_ part: String) throws -> [UInt8] {
      let file = try #require(names(in: folder).first { $0.hasPrefix(part + ".") }, "\(folder)/\(part)")
      return try contents(of: "\(folder)/\(file)")
    }
    return FollowCase(
      name: name, language: language, before: try bytes("before"), after: try bytes("after"), rest: try bytes("rest"),
      expected: try bytes("expected"))
  }

  private static func names(in folder: String) throws -> [String] {
    let stream = try #require(opendir(folder), "cannot list \(folder)")
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { String(decodingCString: $0, as: UTF8.self) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func contents(of file: String) throws -> [UInt8] {
    let stream = try #require(fopen(file, "rb"), "cannot open \(file)")
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, stream)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
