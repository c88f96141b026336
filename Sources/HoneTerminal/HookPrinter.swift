internal import Foundation
internal import HoneCore
internal import HoneChecks
package import HoneHooks
internal import HoneKit

/// Prints what became of hooks and how they are, for people or as JSON.
package struct HookPrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// Prints one line for each hook that was installed or taken away.
  package func print(_ changes: [HookInstallation.Change]) {
    for change in changes {
      if isJSON {
        write(
          Event(
            hook: change.name.rawValue, state: change.kind.rawValue, detail: "", former: change.hasFormer,
            fault: change.fault))
        continue
      }
      let words =
        switch change.kind {
        case .installed: change.hasFormer ? "installed; runs after the hook that was there" : "installed"
        case .unchanged: "is installed already"
        case .removed: "removed"
        case .restored: "removed; the hook that was there is back"
        }
      let fault = change.fault.map { "; but \($0)" } ?? ""
      terminal.write("\(change.name.rawValue): \(words)\(fault)\n")
    }
  }

  /// Prints one line for each hook.
  package func print(_ states: [HookInstallation.Status]) {
    let style = Style(isColored: terminal.colorsOutput)
    for status in states {
      if isJSON {
        write(
          Event(
            hook: status.name.rawValue, state: status.state.rawValue, detail: status.detail, former: status.hasFormer,
            fault: status.fault, remedy: status.remedy))
        continue
      }
      let words =
        switch status.state {
        case .installed: style.added("installed")
        case .absent: style.faint("not installed")
        case .foreign: style.warning("another program's")
        case .broken: style.removed("broken")
        case .off: style.removed("not run by git")
        }
      let former = status.hasFormer && status.state == .installed ? ", after the hook that was there" : ""
      let fault = [status.fault.map { ": \($0)" }, status.remedy.map { "; \($0)" }].compactMap { $0 }.joined()
      terminal.write("\(status.name.rawValue): \(words)\(former)\(fault)\n")
    }
  }

  /// Prints as JSON what a hook that is run by hand has found.
  package func print(_ result: HookResult) {
    switch result {
    case .checked(let report): terminal.write(JSONReport.events(of: report))
    case .left(let refusal): terminal.write((JSONEvents.line(for: .refusal(refusal)) ?? "") + "\n")
    }
  }

  /// Prints as JSON how a hook that was run by hand has ended.
  /// - Parameter status: the exit status that git would be given.
  package func print(endOf hook: HookName, status: Int32) {
    write(
      Event(hook: hook.rawValue, state: status == 0 ? "passed" : "refused", detail: "", former: false, exit: status))
  }

  private func write(_ event: Event) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let line = try? encoder.encode(event) else { return }
    terminal.write(String(decoding: line, as: UTF8.self) + "\n")
  }

  /// The event of the JSON contract.
  private struct Event: Encodable {
    var type = "hook"
    let hook: String
    let state: String
    let detail: String
    let former: Bool
    /// Of a hook that was run.
    var exit: Int32?
    /// What is wrong with it, where something is.
    var fault: String?
    /// What mends that.
    var remedy: String?
  }
}
