internal import HoneCore
package import HoneKit
internal import HoneRecipes

/// Prints what was learned from an edit, and where it goes.
package struct FollowPrinter {
  private let isJSON: Bool
  private let explains: Bool
  private let keepsOutput: Bool
  private let terminal = Terminal.standard()

  /// - Parameters:
  ///   - explains: whether every place is listed.
  ///   - keepsOutput: whether standard output is kept free for a patch.
  package init(isJSON: Bool, explains: Bool, keepsOutput: Bool) {
    self.isJSON = isJSON
    self.explains = explains
    self.keepsOutput = keepsOutput
  }

  package func print(_ reports: [FollowReport]) {
    let shown = reports.filter { isJSON || explains || !$0.isOfItsOwnPlace }
    for report in shown {
      if isJSON {
        terminal.write(String(decoding: Self.json(report).bytes, as: UTF8.self) + "\n")
      } else {
        let text = Self.text(report, numbered: shown.count > 1) + (explains ? Self.explanation(report) : "")
        if keepsOutput { terminal.writeError(text) } else { terminal.write(text) }
      }
    }
  }

  // MARK: Text

  /// The line for people.
  static func text(_ report: FollowReport, numbered: Bool) -> String {
    let files = Set(report.examples.map(\.path))
    let place = files.count == 1 ? files.first.map { "\($0)" } ?? "" : "\(files.count) files"
    let edits = SummaryText.count(report.examples.count, "edit")
    let new = report.rewrite.isEmpty ? "(nothing)" : Printable.line(oneLine(report.rewrite))
    var counts = "\(SummaryText.count(report.places.count, "place")) in \(SummaryText.count(report.files, "file"))"
    if !report.left.isEmpty { counts += ", \(report.left.count) left alone" }
    if !report.maybe.isEmpty { counts += ", \(report.maybe.count) more with --maybe" }
    if !report.asked.isEmpty { counts += ", \(report.asked.count) more by an engine" }
    let number = numbered ? "\(report.number). " : ""
    let imports =
      report.addedImports.map { "\n    + \(Printable.line(oneLine($0)))" }
      + report.removedImports.map { "\n    - \(Printable.line(oneLine($0)))" }
    return
      "\(number)learned from \(edits) in \(place):  \(Printable.line(oneLine(report.pattern)))  ->  \(new)   [\(counts)]\(imports.joined())\n"
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: " ")
  }

  private static func explanation(_ report: FollowReport) -> String {
    func lines(_ sign: String, _ text: String) -> String {
      text.isEmpty ? "" : text.split(separator: "\n").map { "  \(sign)\(Printable.line(String($0)))\n" }.joined()
    }
    func list(
      _ title: String, _ places: [FollowReport.Place], reason: (FollowReport.Place) -> String = { _ in "" }
    ) -> String {
      places.isEmpty ? "" : "  \(title)\n" + places.map { line(of: $0, reason($0)) }.joined()
    }
    let language = report.language == "text" ? "whole words" : report.language
    var text = lines("-", report.pattern) + lines("+", report.rewrite)
    text +=
      "  \(report.certainty == .sure ? "sure" : "maybe"), \(language)\(report.isByName ? ", found by name" : "")\n"
    text += report.doubts.map { "    \($0)\n" }.joined()
    text += list("learned at", report.examples)
    text += list("speaks against it, for you left it alone", report.counterExamples)
    text += list("proposed", report.places) { reason(of: $0, in: report) ?? "" }
    text += list("proposed by an engine, where it nearly fits", report.asked)
    if !report.maybe.isEmpty {
      text += "  left for review, only with --maybe\n" + report.maybe.map { line(of: $0.place, $0.reason) }.joined()
    }
    if !report.left.isEmpty {
      text += "  left alone\n" + report.left.map { line(of: $0.place, $0.reason) }.joined()
    }
    return text
  }

  /// Why a place is proposed although the rule is only likely; `nil` where it is sure.
  private static func reason(of place: FollowReport.Place, in report: FollowReport) -> String? {
    if report.repeated.contains(place) { return "reads as an edited place did" }
    return report.atHand.contains(place)
      ? "stands in a file of the edit, or where the old name means nothing any more" : nil
  }

  private static func line(of place: FollowReport.Place, _ reason: String) -> String {
    "    \(name(of: place))\(reason.isEmpty ? "" : ": \(reason)")\n"
  }

  private static func name(of place: FollowReport.Place) -> String {
    Printable.line("\(place.path)") + ":\(place.line)"
  }

  // MARK: JSON

  /// The event for programs.
  static func json(_ report: FollowReport) -> JSON {
    func places(_ places: [FollowReport.Place]) -> JSON {
      .array(places.map { place($0, reason: reason(of: $0, in: report)) })
    }
    func left(_ places: [FollowReport.Left]) -> JSON {
      .array(places.map { place($0.place, reason: $0.reason.isEmpty ? nil : $0.reason) })
    }
    func place(_ place: FollowReport.Place, reason: String? = nil) -> JSON {
      let members = [
        JSON.Member(name: "path", value: .string(place.path.text)),
        JSON.Member(name: "line", value: .integer(place.line)),
      ]
      return .object(members + (reason.map { [JSON.Member(name: "reason", value: .string($0))] } ?? []))
    }
    return .object([
      JSON.Member(name: "type", value: .string("learned")),
      JSON.Member(name: "number", value: .integer(report.number)),
      JSON.Member(name: "language", value: .string(report.language)),
      JSON.Member(name: "pattern", value: .string(report.pattern)),
      JSON.Member(name: "rewrite", value: .string(report.rewrite)),
      JSON.Member(name: "certainty", value: .string(report.certainty == .sure ? "sure" : "maybe")),
      JSON.Member(name: "doubts", value: .array(report.doubts.map { .string($0) })),
      JSON.Member(name: "byName", value: .bool(report.isByName)),
      JSON.Member(name: "addedImports", value: .array(report.addedImports.map { .string($0) })),
      JSON.Member(name: "removedImports", value: .array(report.removedImports.map { .string($0) })),
      JSON.Member(name: "examples", value: places(report.examples)),
      JSON.Member(name: "counterExamples", value: places(report.counterExamples)),
      JSON.Member(name: "places", value: places(report.places)),
      JSON.Member(name: "maybe", value: left(report.maybe)),
      JSON.Member(name: "asked", value: places(report.asked)),
      JSON.Member(name: "leftAlone", value: left(report.left)),
    ])
  }
}
