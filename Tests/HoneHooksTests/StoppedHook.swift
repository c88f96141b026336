import HoneSystem
import HoneTestSupport

@testable import HoneHooks

/// Hone's own part of a hook, followed by strace(1) and stopped by a signal at one of its system calls.
struct StoppedHook: Sendable, CustomStringConvertible {
  var hook: HookName
  var signal: String
  /// Whether git and the shell between get the signal as well, as from Ctrl-C.
  var reachesGit: Bool
  /// Where it is stopped; `nil` to follow it to its end.
  var call: TracedCall?

  var description: String {
    "\(hook.rawValue) SIG\(signal)\(reachesGit ? " with git" : "")" + (call.map { " at \($0)" } ?? "")
  }

  /// The script that is a hook: it starts Hone's part, under strace when `$STOP` begins with the hook's name.
  ///
  /// `$STOP` is `<hook> <strace and its options>`, `$SIGNAL` what ends everybody else too once Hone's part has ended badly.
  static func script(_ hook: HookName) -> String {
    """
    #!/bin/sh
    case $STOP in
    '\(hook.rawValue) '*) ${STOP#* } '\(HookFixture.program)' run \(hook.rawValue) "$@" ;;
    *) exec '\(HookFixture.program)' run \(hook.rawValue) "$@" ;;
    esac
    status=$?
    if [ $status -gt 1 ] && [ -n "$SIGNAL" ]; then kill -$SIGNAL 0; sleep 5; fi
    exit $status

    """
  }

  /// What a shell must do before the command whose hook is stopped.
  /// - Parameter log: the file for the calls.
  func preparation(log: String) -> String {
    let tracer = TracedCall.prefix(log: log, signal: signal, at: call).joined(separator: " ")
    return "export STOP='\(hook.rawValue) \(tracer)' SIGNAL=\(reachesGit ? signal : "")"
  }

  /// How many files the program of this build opens before it comes to the repository.
  private static let filesOpenedAtStart: Int = {
    guard let repository = try? ScriptedRepository() else { return 0 }
    let log = repository.scratch + "/calls"
    let tracer = TracedCall.prefix(log: log) + [HookFixture.program, "run", "pre-commit"]
    _ = try? repository.run(tracer[0], Array(tracer.dropFirst()))
    let calls = TracedCall.made(inLog: repository.text(log) ?? "", byThreadThatSpeaksOf: "/.git/")
    return calls.first { $0.name == "openat" }.map { $0.number - 1 } ?? 0
  }()

  /// The `number`th file that Hone's part opens of a repository, from 1; every hook opens three at least.
  static func opening(_ number: Int) -> TracedCall {
    TracedCall(name: "openat", number: filesOpenedAtStart + number)
  }
}

extension HookFixture {
  /// Installs hooks that can be stopped in place of those that `git hone hook install` makes.
  func installStoppable(_ hooks: [HookName]) throws {
    let folder = String(decoding: try installation().folder, as: UTF8.self)
    for hook in hooks {
      try repository.write(folder + "/" + hook.rawValue, StoppedHook.script(hook), mode: 0o755)
    }
  }
}
