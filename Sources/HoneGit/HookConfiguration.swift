internal import HoneCore
internal import HoneSystem

/// What git's configuration says of hooks, of every scope in the order in which git reads it (git 2.54 and newer runs them).
///
/// A hook is a section `hook.<name>`: `command` is the last one of them, `event` adds up and is emptied by a value of nothing,
/// and `enabled` is the last one. `hook.<event>.enabled` holds for all hooks of an event.
package struct HookConfiguration: Sendable {
  /// One line of it.
  package struct Line: Hashable, Sendable {
    /// The section's own name: that of a hook or of an event.
    package let name: String
    /// In lower case.
    package let key: String
    /// `nil` for a name alone, which means true.
    package let value: String?
    /// `local`, `global`, `system`, `worktree` or `command`.
    package let scope: String
    /// The file, as git names it; `command line` for what no file says.
    package let place: String
  }

  package let lines: [Line]

  /// Reads what `git config -z --show-scope --show-origin --get-regexp` prints: scope, origin, and key with value.
  init(output: [UInt8]) {
    let fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    var lines: [Line] = []
    var start = 0
    while start + 2 < fields.count {
      let parts = fields[start + 2].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let origin = fields[start + 1]
      let place = origin.hasPrefix("file:") ? String(origin.dropFirst(5)) : "the command line"
      if let name = parts.first, name.lowercased().hasPrefix("hook."), let end = name.lastIndex(of: "."),
        name.index(name.startIndex, offsetBy: 5) < end
      {
        lines.append(
          Line(
            name: String(name[..<end].dropFirst(5)), key: name[name.index(after: end)...].lowercased(),
            value: parts.count > 1 ? String(parts[1]) : nil, scope: fields[start], place: place))
      }
      start += 3
    }
    self.lines = lines
  }

  /// The command of a hook; `nil` when none is configured.
  package func command(of name: String) -> String? {
    lines.last { $0.name == name && $0.key == "command" }?.value
  }

  /// The events that a hook is run for.
  package func events(of name: String) -> [String] {
    lines.reduce(into: []) { events, line in
      guard line.name == name, line.key == "event" else { return }
      if let value = line.value, !value.isEmpty { events.append(value) } else { events = [] }
    }
  }

  /// The line that switches a hook, or all hooks of an event, off; `nil` where it is on.
  package func lineThatDisables(_ name: String) -> Line? {
    guard let line = lines.last(where: { $0.name == name && $0.key == "enabled" }), let value = line.value,
      ["false", "no", "off", "0", ""].contains(value.lowercased())
    else { return nil }
    return line
  }

  /// Whether the repository's own file has a section of that name.
  package func isLocal(_ name: String) -> Bool { lines.contains { $0.name == name && $0.scope == "local" } }
}
