import Foundation
import HoneCore
import HoneTestSupport
import Testing

/// The patches are read by git itself.
@Suite struct UnifiedDiffTests {
  @Test(arguments: [
    ("a\nb\nc\n", "a\nx\nc\n"), ("a\nb", "a\nb\n"), ("a\nb\n", "a\nb"), ("a", "b"), ("a\r\nb\r\n", "a\r\nc\r\n"),
    ("a\n", ""), ("", "a\n"), ("\u{feff}a\n", "\u{feff}b\n"), ("a\rb\rc", "a\rx\rc"),
    ((1...40).map { "\($0)\n" }.joined(), (1...40).map { $0 % 11 == 0 ? "x\n" : "\($0)\n" }.joined()),
  ])
  func gitAppliesIt(_ old: String, _ new: String) throws {
    try check("file.txt", old: .init(bytes: bytes(old)), new: .init(bytes: bytes(new)))
  }

  @Test(arguments: ["a b.txt", "dir/sp ace/ü.txt", "qu\"ote.txt", "tab\there.txt", "back\\slash", "-dash", "a b/ b"])
  func gitReadsOddNames(_ name: String) throws {
    try check(name, old: .init(bytes: bytes("a\n")), new: .init(bytes: bytes("b\n")))
    try check(name, old: nil, new: .init(bytes: bytes("b\n")))
  }

  @Test func gitCreatesAndDeletes() throws {
    try check("new/file.sh", old: nil, new: .init(bytes: bytes("a\n"), mode: .executable))
    try check("empty", old: nil, new: .init(bytes: []))
    try check("gone", old: .init(bytes: bytes("a")), new: nil)
    try check("gone", old: .init(bytes: []), new: nil)
  }

  @Test func gitChangesModes() throws {
    try check("x.sh", old: .init(bytes: bytes("a\n")), new: .init(bytes: bytes("a\n"), mode: .executable))
    try check("x.sh", old: .init(bytes: bytes("a\n")), new: .init(bytes: bytes("b\n"), mode: .executable))
  }

  @Test func gitRenames() throws {
    try check("b c.txt", from: "a.txt", old: .init(bytes: bytes("a\nb\n")), new: .init(bytes: bytes("a\nc\n")))
    try check("new/b.txt", from: "a.txt", old: .init(bytes: bytes("a\n")), new: .init(bytes: bytes("a\n")))
  }

  @Test func gitAppliesRandomChanges() throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      var generator = SplitMix64(seed: seed)
      func content(_ generator: inout SplitMix64) -> [UInt8] {
        let lines = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
          "\(Int.random(in: 0..<9, using: &generator))"
        }
        return bytes(lines.joined(separator: "\n") + (Bool.random(using: &generator) ? "\n" : ""))
      }
      try check("f", old: .init(bytes: content(&generator)), new: .init(bytes: content(&generator)))
    }
  }

  @Test func nothingToSay() throws {
    let side = UnifiedDiff.Side(bytes: bytes("a\n"))
    #expect(try UnifiedDiff(path: RepositoryPath("f"), old: side, new: side).bytes().isEmpty)
  }

  @Test func namesBlobs() throws {
    let old = UnifiedDiff.Side(bytes: bytes("a\n"), id: ObjectID(hex: "78981922613b2afb6025042ff6bd878ac1994e85"))
    let new = UnifiedDiff.Side(bytes: bytes("b\n"), id: ObjectID(hex: "61780798228d17af2d34fce4cfbdf35556832472"))
    #expect(
      text(try UnifiedDiff(path: RepositoryPath("f"), old: old, new: new).bytes()) == """
        diff --git a/f b/f
        index 78981922613b2afb6025042ff6bd878ac1994e85..61780798228d17af2d34fce4cfbdf35556832472 100644
        --- a/f
        +++ b/f
        @@ -1 +1 @@
        -a
        +b

        """)
  }

  // MARK: git

  /// Writes `old`, lets git apply the patch and compares what is there with `new`.
  private func check(
    _ name: String, from oldName: String? = nil, old: UnifiedDiff.Side?, new: UnifiedDiff.Side?
  ) throws {
    let patch = UnifiedDiff(
      path: try RepositoryPath(name), oldPath: try oldName.map { try RepositoryPath($0) }, old: old, new: new
    ).bytes()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hone-diff-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let source = folder.appendingPathComponent(oldName ?? name)
    if let old {
      try FileManager.default.createDirectory(
        at: source.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(old.bytes).write(to: source)
      try FileManager.default.setAttributes([.posixPermissions: old.mode.rawValue & 0o777], ofItemAtPath: source.path)
    }
    if patch.isEmpty {
      #expect(old?.bytes == new?.bytes)
      return
    }
    let patchFile = folder.appendingPathComponent("the.patch")
    try Data(patch).write(to: patchFile)
    let complaint = try apply(patchFile, in: folder)
    #expect(complaint == nil, "\(text(patch))")
    let target = folder.appendingPathComponent(name)
    if let new {
      #expect(FileManager.default.contents(atPath: target.path).map(Array.init) == new.bytes)
      let isExecutable = FileManager.default.isExecutableFile(atPath: target.path)
      #expect(isExecutable == (new.mode == .executable))
    } else {
      #expect(!FileManager.default.fileExists(atPath: target.path))
    }
    if oldName != nil { #expect(!FileManager.default.fileExists(atPath: source.path)) }
  }

  /// What `git apply` says against a patch; `nil` when it takes it.
  private func apply(_ patch: URL, in folder: URL) throws -> String? {
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "apply", "--whitespace=nowarn", patch.path]
    git.currentDirectoryURL = folder
    git.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": folder.deletingLastPathComponent().path,
    ]
    let pipe = Pipe()
    git.standardError = pipe
    try git.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    return git.terminationStatus == 0 ? nil : text(said)
  }
}
