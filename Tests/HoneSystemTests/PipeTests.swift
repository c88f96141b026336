#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Testing

@testable import HoneSystem

struct PipeTests {
  @Test(.enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
  func `What cannot be written is a failure, and the end stays open`() throws {
    var pipe = try Pipe()
    let full = open("/dev/full", O_WRONLY)
    #expect(dup2(full, pipe.writing) == pipe.writing)
    close(full)
    #expect(pipe.write([1, 2, 3]) == 0)
    #expect(pipe.failure == ENOSPC && pipe.writing >= 0)
  }

  @Test func `An end that nobody reads from is closed, and no failure`() throws {
    signal(SIGPIPE, SIG_IGN)
    var pipe = try Pipe()
    pipe.closeReading()
    #expect(pipe.write([1]) == 0)
    #expect(pipe.failure == 0 && pipe.writing == -1)
  }

  @Test func `What cannot be read is a failure`() throws {
    var pipe = try Pipe()
    let folder = open("/", O_RDONLY)
    #expect(dup2(folder, pipe.reading) == pipe.reading)
    close(folder)
    var bytes: [UInt8] = []
    pipe.read(into: &bytes)
    #expect(pipe.failure == EISDIR && pipe.reading == -1)
  }
}
