import HoneSystem
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct SpoolTests {
  @Test func `What was put away is read back, from memory and from the file`() throws {
    try TemporaryFolder.with("spool") { folder in
      let spool = Spool(folders: [folder], memoryLimit: 10)
      let texts = (0..<20).map { number in [UInt8](repeating: UInt8(number), count: number) }
      let items = try texts.map { try spool.put($0) }
      for (text, item) in zip(texts, items).reversed() {
        #expect(item.count == text.count)
        #expect(try item.bytes() == text)
      }
    }
  }

  @Test func `Nothing of it can be found by name`() throws {
    try TemporaryFolder.with("spool") { folder in
      let spool = Spool(folders: [folder], memoryLimit: 0)
      let item = try spool.put([1, 2, 3])
      let entries = try #require(opendir(folder))
      defer { closedir(entries) }
      var names: [String] = []
      while let entry = readdir(entries) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      #expect(names.sorted() == [".", ".."])
      #expect(try item.bytes() == [1, 2, 3])
    }
  }

  @Test func `A folder that takes no file is passed over`() throws {
    let spool = Spool(folders: ["/nowhere/at/all"], memoryLimit: 0)
    #expect(try spool.put([7]).bytes() == [7])
  }
}
