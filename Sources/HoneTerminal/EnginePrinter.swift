internal import HoneCore
package import HoneKit

/// Prints engines, for people or as JSON.
package struct EnginePrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// Prints one line an engine; `*` marks the one that is used when none is named.
  package func print(_ engines: [EngineAdministration.Listing]) {
    let width = engines.map(\.name.count).max() ?? 0
    let style = Style(isColored: terminal.colorsOutput)
    for engine in engines {
      if isJSON {
        terminal.write(JSONEvents.line(for: engine) + "\n")
        continue
      }
      let counting =
        switch engine.uncounted {
        case nil: ""
        case "whole": "  (not counted: asked for whole replies)"
        case "refuse": "  (not counted: refused)"
        case "review":
          "  (not counted\(engine.mayCount ? " so far" : ""): asked for whole replies where nobody reviews them)"
        default: engine.mayCount ? "  (not counted so far)" : "  (not counted)"
        }
      let mark = engine.isDefault ? "* " : "  "
      let name = engine.name + String(repeating: " ", count: width - engine.name.count)
      let place = engine.isLocal ? "stays on this machine" : "leaves this machine"
      let missing = engine.missing.map { style.warning("  [\($0)]") } ?? ""
      let model = engine.model.isEmpty ? "" : "  \(engine.model)"
      terminal.write(
        mark + style.strong(Printable.text(name)) + Printable.text("\(model)  \(engine.url)") + "  "
          + style.faint(place) + missing + "\n"
          + String(repeating: " ", count: width + 4) + style.faint(engine.features.joined(separator: " ") + counting)
          + "\n")
    }
  }

  /// Prints the models of an engine, one a line.
  package func print(models: [String]) {
    for model in models {
      terminal.write((isJSON ? JSONEvents.line(forModel: model) : Printable.text(model)) + "\n")
    }
  }

  /// Prints how the local engine is.
  package func print(_ status: EngineAdministration.LocalStatus) {
    if isJSON {
      terminal.write(JSONEvents.line(for: status) + "\n")
      return
    }
    let models = status.models.isEmpty ? "none; run git hone engine setup" : status.models.joined(separator: ", ")
    terminal.write("installed: \(models)\n")
    if status.servers.isEmpty { terminal.write("not running\n") }
    for server in status.servers {
      terminal.write(
        "\(server.state): \(server.model), process \(server.pid), \(CountText.of(server.threads, "thread")), "
          + "\(server.contextTokens) tokens of context, stops after \(SummaryText.seconds(server.idleTime)) without a request; log: \(server.log)\n"
      )
    }
  }
}

/// Prints what the doctor found, for people or as JSON.
package struct DiagnosisPrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()

  package init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  package func print(_ diagnosis: Diagnosis) {
    let style = Style(isColored: terminal.colorsOutput)
    for finding in diagnosis.findings {
      if isJSON {
        terminal.write(JSONEvents.line(for: finding) + "\n")
        continue
      }
      let mark =
        switch finding.level {
        case .good: style.added("ok  ")
        case .note: style.warning("note")
        case .bad: style.removed("bad ")
        }
      terminal.write("\(mark)  \(finding.subject): \(Printable.text(finding.message))\n")
      if let remedy = finding.remedy { terminal.write("      \(Printable.text(remedy))\n") }
    }
  }
}
