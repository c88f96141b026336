import HoneCore
import Testing

@testable import HoneChecks

/// The checks that look at a file as a whole.
struct FileCheckTests {
  @Test func `Compiled files are told by their first bytes`() throws {
    var windows: [UInt8] = [0x4d, 0x5a] + [UInt8](repeating: 0, count: 0x3a) + [0x40, 0, 0, 0]
    windows += [0x50, 0x45, 0, 0]
    let files: [(String, [UInt8])] = [
      ("a", [0x7f, 0x45, 0x4c, 0x46, 2, 1]), ("a.o", [0xcf, 0xfa, 0xed, 0xfe, 0]), ("a.exe", windows),
      ("A.class", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52]), ("a.a", Array("!<arch>\nx".utf8)),
      ("a.pyc", [0xcb, 0x0d, 0x0d, 0x0a] + [UInt8](repeating: 0, count: 16)),
    ]
    for (path, contents) in files {
      #expect(try findings(of: BuildProductCheck(), in: path, contents).count == 1, "\(path)")
    }
  }

  @Test func `Other files are not`() throws {
    let files: [(String, [UInt8])] = [
      ("a.png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), ("a.txt", Array("MZ is a prefix".utf8)),
      ("e", []),
      ("a.zip", [0x50, 0x4b, 3, 4, 0]), ("a.exe", [0x4d, 0x5a, 0]),
      ("a.exe", [0x4d, 0x5a] + [UInt8](repeating: 0xff, count: 0x80) + [0]),
    ]
    for (path, contents) in files {
      #expect(try findings(of: BuildProductCheck(), in: path, contents).isEmpty, "\(path)")
    }
  }

  @Test(arguments: [
    ("cache.dat", 20, Severity.note), ("core", 20, .note), ("db.sqlite3", 101, .warning),
    ("tests/a.bin", 101, .warning),
  ])
  func `A binary file of no known format is told`(path: String, size: Int, severity: Severity) throws {
    let contents = [UInt8](repeating: 0, count: size)
    let found = try findings(of: UnknownBinaryCheck(limit: 100), in: path, contents)
    #expect(found.map(\.rule) == ["leftover/unknown-binary"] && found.first?.severity == severity)
  }

  @Test(
    arguments: [
      ("a.png", [0x89, 0x50, 0x4e, 0x47, 0]), ("F.TTF", [0, 1, 0, 0]), ("a.tar.gz", [0x1f, 0x8b, 0]),
      ("a.txt", [0x61, 0x0a]),
      ("w.txt", [0xff, 0xfe, 0x61, 0]), ("testdata/a.bin", [0, 1, 2]), ("a.theme", [0x50, 0x4b, 3, 4, 0]),
      (".DS_Store", [0, 0, 0, 1]), ("tool", [0x7f, 0x45, 0x4c, 0x46, 0]), ("e", []),
    ] as [(String, [UInt8])])
  func `Files that projects keep, and text, are not`(path: String, contents: [UInt8]) throws {
    #expect(try findings(of: UnknownBinaryCheck(limit: 100), in: path, contents).isEmpty)
  }

  @Test(arguments: [
    "a.c.orig", "src/a.c.rej", ".DS_Store", "doc/Thumbs.db", ".a.c.swp", "a.c~", "#a.c#", ".#a.c", "a_BACKUP_1234.c",
    "a_REMOTE_99.c",
  ])
  func `Files that tools leave behind are told by their names`(path: String) throws {
    #expect(try found(StrayFileCheck(), in: path, "x") == ["1:1 stray-file"])
  }

  @Test(arguments: ["original", "a.c", "swp", "MY_BASE_CLASS.h", "#", "a.origin", "x_LOCAL_1.c"])
  func `Other names are not`(path: String) throws {
    #expect(try found(StrayFileCheck(), in: path, "x").isEmpty)
  }

  @Test func `A file is large above the limit, read or not`() throws {
    let check = LargeFileCheck(limit: 10)
    #expect(try findings(of: check, in: "a", Array("0123456789".utf8)).isEmpty)
    #expect(try findings(of: check, in: "a", Array("0123456789a".utf8)).count == 1)
    let unread = CheckedFile(path: try RepositoryPath("a"), contents: [], size: 11)
    #expect(check.findings(in: unread).count == 1)
  }
}
