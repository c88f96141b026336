import HoneChecks
import HoneCore
import HoneSecrets

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Prints the secrets of all files under the folders named on the command line, one a line as `path:line<TAB>rule`, and on
/// the standard error how many bytes and lines were searched how fast.
///
/// With `--leftovers` as the first word leftovers are looked for as well, as `git hone check --all` does it, and printed.
@main
struct SecretScan {
  static func main() {
    let withLeftovers = CommandLine.arguments.dropFirst().first == "--leftovers"
    let detector = SecretDetector()
    // Everything in the box that reads bytes; parsers have speeds of their own.
    let checker = Checker(
      StandardChecks.all(CheckSettings()), selection: RuleSelection([.init("syntax/*", severity: nil)]))
    let begun = processorTime()
    _ = detector.secrets(in: Array("x".utf8), path: nil)
    let start = processorTime() - begun
    var bytes = 0
    var lines = 0
    var files = 0
    // Processor time, so that whatever else the machine does counts for nothing.
    var time = 0.0
    for root in CommandLine.arguments.dropFirst(withLeftovers ? 2 : 1) {
      for name in relativePaths(under: root) {
        guard let path = try? RepositoryPath(name), let contents = contents(of: root + "/" + name) else { continue }
        let begun = processorTime()
        let secrets = withLeftovers ? [] : detector.secrets(in: contents, path: path)
        let findings =
          withLeftovers ? checker.findings(in: CheckedFile(path: path, contents: contents)).findings : []
        time += processorTime() - begun
        for finding in findings { print("\(root)/\(name):\(finding.start.line)\t\(finding.rule)") }
        files += 1
        bytes += contents.count
        lines += lineFeeds(in: contents[...])
        for secret in secrets {
          let line = lineFeeds(in: contents[..<secret.range.lowerBound]) + 1
          print("\(root)/\(name):\(line)\t\(secret.rule)\t\(secret.preview)")
        }
      }
    }
    let rate = Int(Double(bytes) / 1e6 / max(time, 1e-9))
    let summary =
      "\(files) files, \(lines) lines, \(bytes) bytes: \(rate) MB/s of one core; first use \(Int(start * 1e6)) µs\n"
    _ = summary.withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }

  /// The processor time of this process, in seconds.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      for byte in buffer where byte == 0x0a { count += 1 }
      return count
    }
  }

  /// The regular files under a folder, as paths relative to it, in order.
  private static func relativePaths(under root: String) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast() {
      guard let stream = opendir(root + "/" + folder) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        let path = folder.isEmpty ? name : folder + "/" + name
        var status = stat()
        guard name != ".", name != "..", name != ".git", lstat(root + "/" + path, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: folders.append(path)
        case S_IFREG: found.append(path)
        default: break
        }
      }
    }
    return found.sorted()
  }

  private static func contents(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0, status.st_size < 64 << 20 else { return nil }
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
  }
}
