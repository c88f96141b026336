import Foundation
import HoneSystem
import Testing

struct CacheFolderTests {
  private func withFolder(_ bound: Int, _ body: (CacheFolder) throws -> Void) throws {
    try TemporaryFolder.with("hone-cache-test") { try body(CacheFolder("\($0)/a/b", bound: bound)) }
  }

  @Test func `What is written is read, by its owner alone`() throws {
    try withFolder(1000) { folder in
      #expect(folder.read("x") == nil)
      folder.write([1, 2, 3], to: "x")
      folder.write([], to: "empty")
      folder.write([4], to: "x")
      #expect(folder.read("x") == [4] && folder.read("empty") == [])
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/x")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["empty", "x"])
    }
  }

  @Test func `What was not used for longest goes first`() throws {
    try withFolder(250) { folder in
      for (number, name) in ["old", "older", "new"].enumerated() {
        folder.write([UInt8](repeating: 0, count: 100), to: name)
        let date = Date(timeIntervalSince1970: 1_000_000 + Double([1, 0, 2][number]))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(folder.path)/\(name)")
      }
      // To read it is to use it.
      #expect(folder.read("older")?.count == 100)
      folder.prune()
      #expect(folder.read("old") == nil && folder.read("older") != nil && folder.read("new") != nil)
      folder.write([UInt8](repeating: 0, count: 251), to: "large")
      #expect(folder.read("large") == nil)
    }
  }

  @Test func `A folder that cannot be written costs nothing but time`() {
    let folder = CacheFolder("/dev/null/cache", bound: 100)
    folder.write([1], to: "x")
    folder.prune()
    #expect(folder.read("x") == nil)
  }
}
