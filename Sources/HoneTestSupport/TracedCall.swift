#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
import HoneSystem

/// A system call of a program that strace(1) follows, at which it can be sent a signal or told of an error.
package struct TracedCall: CustomStringConvertible, Sendable {
  /// The name, for example `renameat2`.
  package var name: String
  /// How many of that name the thread has made up to this one; strace counts each name by itself.
  package var number: Int

  package init(name: String, number: Int) {
    self.name = name
    self.number = number
  }

  package var description: String { "\(name) \(number)" }

  /// Whether strace is there and may be used.
  package static let isPossible =
    (try? ChildProcess.run(ChildProcess.Command("strace", ["-V"])))?.status.isSuccess ?? false

  /// The calls by which a write changes anything, or waits to.
  private static let followed =
    "openat,write,close,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fchmod,"
    + "clone3,vfork,wait4"

  /// The command line that runs a program under strace, without that program.
  ///
  /// Children are let go when they start another program: only the program itself gets the signal.
  /// - Parameters:
  ///   - log: the file for the calls, which `made` reads.
  ///   - signal: the signal that is sent, without `SIG`.
  ///   - error: what the call fails with in place of the signal, for example `EACCES`.
  ///   - call: the call that this concerns; `nil` for none.
  package static func prefix(
    log: String, signal: String = "KILL", error: String? = nil, at call: TracedCall? = nil
  ) -> [String] {
    let tracer = ["strace", "-f", "-qq", "-b", "execve", "-o", log, "-e", "trace=\(followed)"]
    guard let call else { return tracer }
    return tracer + [
      "-e", "inject=\(call.name):\(error.map { "error=\($0)" } ?? "signal=\(signal)"):when=\(call.number)",
    ]
  }

  /// Makes calls that do nothing, more of each name than the threads that started the program have made.
  ///
  /// strace counts the calls of each thread by itself and stops the first thread that reaches the number. A program that
  /// calls this where its work begins is stopped in that work, not while its libraries are loaded.
  package static func countAhead() {
    for _ in 0..<300 {
      _ = open("", O_RDONLY)
      _ = close(-1)
    }
    for _ in 0..<20 { _ = write(-1, "", 0) }
  }

  /// The calls that strace has written down, in their order, of the first thread that speaks of `word`.
  ///
  /// What comes before the repository is opened is the start of the program, and is left out.
  package static func made(inLog log: String, byThreadThatSpeaksOf word: String) -> [TracedCall] {
    let lines = log.split(separator: "\n")
    guard let thread = lines.first(where: { $0.contains(word) })?.prefix(while: \.isNumber) else { return [] }
    var counts: [String: Int] = [:]
    var hasBegun = false
    return lines.compactMap { line in
      let text = line.drop { $0.isNumber }.drop { $0 == " " }
      guard line.prefix(while: \.isNumber) == thread, text.first?.isLetter == true, let end = text.firstIndex(of: "(")
      else { return nil }
      let name = String(text[..<end])
      counts[name, default: 0] += 1
      hasBegun = hasBegun || text.contains(".git/")
      return hasBegun ? TracedCall(name: name, number: counts[name, default: 0]) : nil
    }
  }
}
