internal import HoneCore
package import HoneKit
package import HoneRecipes

/// Prints recipes, for people or as JSON.
package struct RecipePrinter {
  private let isJSON: Bool
  private let terminal = Terminal.standard()
  private let style: Style

  package init(isJSON: Bool) {
    self.isJSON = isJSON
    style = Style(isColored: terminal.colorsOutput)
  }

  // MARK: Lists

  /// Prints one line a recipe.
  package func print(_ listings: [RecipeAdministration.Listing]) {
    if isJSON { return listings.forEach { write(json(of: $0)) } }
    let width = listings.map(\.entry.name.count).max() ?? 0
    let languages = listings.map { self.languages(of: $0).count }.max() ?? 0
    for listing in listings {
      let name = listing.entry.name.padded(to: width)
      guard case .success(let recipe) = listing.recipe else {
        if case .failure(let error) = listing.recipe {
          terminal.write(
            "\(style.strong(Printable.text(name)))  \(style.removed("broken")): \(Printable.line(error.description))\n")
        }
        continue
      }
      let line = "  \(self.languages(of: listing).padded(to: languages))  \(recipe.header.summary)"
      terminal.write(style.strong(Printable.text(name)) + Printable.text(line) + style.faint(marks(of: recipe)) + "\n")
    }
  }

  private func languages(of listing: RecipeAdministration.Listing) -> String {
    guard case .success(let recipe) = listing.recipe else { return "" }
    return recipe.header.languages.joined(separator: ", ")
  }

  /// What sets a recipe apart from one that simply rewrites safely.
  private func marks(of recipe: Recipe) -> String {
    var marks: [String] = []
    if recipe.asks {
      marks.append("asks")
    } else if recipe.onlyFinds {
      marks.append("finds")
    } else if !recipe.header.isSafe {
      marks.append("review")
    }
    if let severity = recipe.header.severity { marks.append("check: \(severity.rawValue)") }
    return marks.isEmpty ? "" : "  [\(marks.joined(separator: ", "))]"
  }

  // MARK: One recipe

  /// Prints a recipe as a person reads it.
  package func print(_ recipe: Recipe) {
    if isJSON { return write(json(of: recipe)) }
    let header = recipe.header
    var text = style.strong(Printable.text(recipe.title)) + "\n" + style.faint(Printable.text(recipe.name)) + "\n\n"
    if header.summary != recipe.title { text += Printable.text(header.summary) + "\n\n" }
    for prose in [recipe.prose, header.why ?? ""] where !prose.isEmpty { text += printable(prose) + "\n\n" }
    for rule in recipe.allRules { text += rules(rule) }
    for (label, value) in facts(of: recipe) where !value.isEmpty {
      text += "\(style.faint((label + ":").padded(to: 12))) \(Printable.text(value))\n"
    }
    for parameter in header.parameters {
      let value = parameter.defaultValue.map { "default \($0)" } ?? "must be set"
      text += "\(style.faint("set:".padded(to: 12))) --set \(parameter.name)=...  \(parameter.expectation), \(value)"
      text += Printable.text(parameter.summary.map { "  \($0)" } ?? "") + "\n"
    }
    for example in recipe.examples { text += "\n" + self.example(example) }
    terminal.write(text)
  }

  private func facts(of recipe: Recipe) -> [(String, String)] {
    let header = recipe.header
    return [
      ("languages", header.languages.joined(separator: ", ")),
      (
        "kind",
        recipe.asks
          ? "asks an engine at each place" : recipe.onlyFinds ? "only finds" : header.isSafe ? "safe" : "for review"
      ),
      ("check", header.severity.map { "\(recipe.ruleID), \($0.rawValue)" } ?? ""),
      (
        "imports",
        (header.imports.add.map { "+ \($0)" } + header.imports.remove.map { "- \($0)" }).joined(separator: ", ")
      ),
      ("uses", header.uses.joined(separator: ", ")),
      ("commits", header.commit == .one ? "" : "one a \(header.commit.rawValue)"),
      ("links", header.links.joined(separator: " ")), ("file", recipe.file),
    ]
  }

  /// The pattern and what it becomes, as a patch.
  private func rules(_ rule: RecipeRule) -> String {
    guard let pattern = rule.pattern else { return "" }
    let rewrite = rule.rewrite
    func lines(_ sign: String, _ text: String, _ paint: (String) -> String) -> String {
      text.split(separator: "\n").map { "  " + paint(sign + Printable.text(String($0))) + "\n" }.joined()
    }
    let old = lines(rewrite == nil ? " " : "-", pattern, rewrite == nil ? { $0 } : style.removed)
    return old + lines("+", rewrite ?? "", style.added) + "\n"
  }

  private func example(_ example: RecipeExample) -> String {
    guard !example.isUnchanged, let path = try? RepositoryPath("example") else {
      return style.strong(Printable.text(example.title)) + "\n"
        + indented(printable(String(decoding: example.before, as: UTF8.self)))
    }
    let diff = UnifiedDiff(
      path: path, old: UnifiedDiff.Side(bytes: example.before), new: UnifiedDiff.Side(bytes: example.after))
    return style.strong(Printable.text(example.title)) + "\n" + hunks(diff.bytes(context: 1_000))
  }

  /// The lines of a diff's hunks, in git's colours.
  private func hunks(_ diff: [UInt8]) -> String {
    let lines = String(decoding: diff, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("@@") }) else { return "" }
    return lines[(start + 1)...].dropLast().map { line in
      let text = Printable.text(String(line))
      return "  " + (line.hasPrefix("+") ? style.added(text) : line.hasPrefix("-") ? style.removed(text) : text) + "\n"
    }.joined()
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "   \($0)\n" }.joined()
  }

  private func printable(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Printable.text(String($0)) }.joined(
      separator: "\n")
  }

  // MARK: Tests

  /// Prints how the examples of a recipe went; nothing in text for one that is sound.
  package func print(_ report: RecipeAdministration.TestReport) {
    if isJSON { return write(json(of: report)) }
    switch report.examples {
    case .failure(let error): terminal.write("\(style.removed("broken"))  \(Printable.line(error.description))\n")
    case .success(let results):
      if results.isEmpty {
        terminal.write(
          "\(style.removed("broken"))  \(Printable.text(report.name)): there is no example; add `## Example: ...`\n")
      }
      for result in results {
        guard let problem = result.problem else { continue }
        let place = "\(report.name), line \(result.example.line), \(result.example.title)"
        terminal.write(
          "\(style.removed("failed"))  \(Printable.text(place)): \(Printable.text(problem))\n" + hunks(result.diff))
      }
    }
  }

  /// Prints how many recipes and examples were sound.
  package func printSummary(_ reports: [RecipeAdministration.TestReport]) {
    let results = reports.flatMap { (try? $0.examples.get()) ?? [] }
    let failed = results.count { $0.problem != nil }
    if isJSON {
      return write([
        JSON.Member(name: "type", value: .string("summary")),
        JSON.Member(name: "recipes", value: .integer(reports.count)),
        JSON.Member(name: "examples", value: .integer(results.count)),
        JSON.Member(name: "failed", value: .integer(failed)),
        JSON.Member(
          name: "broken", value: .integer(reports.count { if case .failure = $0.examples { true } else { false } })),
      ])
    }
    let unsound = reports.count { !$0.isSound }
    let counts = "\(Self.count(reports.count, "recipe")), \(Self.count(results.count, "example"))"
    let verdict = unsound == 0 ? style.added("all sound") : style.removed("\(Self.count(unsound, "recipe")) not sound")
    terminal.write("\(counts): \(verdict)\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// Prints where a new recipe lies.
  package func print(created path: String) {
    if isJSON {
      return write([
        JSON.Member(name: "type", value: .string("recipe")), JSON.Member(name: "file", value: .string(path)),
      ])
    }
    terminal.write(
      "Wrote \(Printable.text(path)); fill in the prose, then: git hone recipe test \(Printable.text(path))\n")
  }

  // MARK: JSON

  private func write(_ members: [JSON.Member]) {
    terminal.write(String(decoding: JSON.object(members).bytes, as: UTF8.self) + "\n")
  }

  private func json(of listing: RecipeAdministration.Listing) -> [JSON.Member] {
    switch listing.recipe {
    case .success(let recipe):
      return json(of: recipe).filter { $0.name != "prose" && $0.name != "examples" }
        + [JSON.Member(name: "origin", value: .string(listing.entry.origin.rawValue))]
    case .failure(let error):
      return [
        JSON.Member(name: "type", value: .string("recipe")),
        JSON.Member(name: "name", value: .string(listing.entry.name)),
        JSON.Member(name: "file", value: .string(listing.entry.file)),
        JSON.Member(name: "problem", value: .string(error.description)),
      ]
    }
  }

  private func json(of recipe: Recipe) -> [JSON.Member] {
    let header = recipe.header
    func texts(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }
    return [
      JSON.Member(name: "type", value: .string("recipe")), JSON.Member(name: "name", value: .string(recipe.name)),
      JSON.Member(name: "title", value: .string(recipe.title)),
      JSON.Member(name: "summary", value: .string(header.summary)),
      JSON.Member(name: "languages", value: texts(header.languages)),
      JSON.Member(name: "safe", value: .bool(header.isSafe)),
      JSON.Member(name: "asks", value: .bool(recipe.asks)), JSON.Member(name: "finds", value: .bool(recipe.onlyFinds)),
      JSON.Member(name: "severity", value: header.severity.map { .string($0.rawValue) } ?? .null),
      JSON.Member(name: "rule", value: .string(recipe.ruleID)), JSON.Member(name: "links", value: texts(header.links)),
      JSON.Member(name: "parameters", value: texts(header.parameters.map(\.name))),
      JSON.Member(name: "file", value: .string(recipe.file)), JSON.Member(name: "prose", value: .string(recipe.prose)),
      JSON.Member(name: "examples", value: .integer(recipe.examples.count)),
    ]
  }

  private func json(of report: RecipeAdministration.TestReport) -> [JSON.Member] {
    var members = [
      JSON.Member(name: "type", value: .string("test")), JSON.Member(name: "name", value: .string(report.name)),
      JSON.Member(name: "sound", value: .bool(report.isSound)),
    ]
    switch report.examples {
    case .failure(let error): members.append(JSON.Member(name: "problem", value: .string(error.description)))
    case .success(let results):
      let failures = results.filter { $0.problem != nil }.map { result in
        JSON.object([
          JSON.Member(name: "line", value: .integer(result.example.line)),
          JSON.Member(name: "title", value: .string(result.example.title)),
          JSON.Member(name: "problem", value: .string(result.problem ?? "")),
          JSON.Member(name: "diff", value: .string(String(decoding: result.diff, as: UTF8.self))),
        ])
      }
      members.append(JSON.Member(name: "examples", value: .integer(results.count)))
      members.append(JSON.Member(name: "failures", value: .array(failures)))
    }
    return members
  }
}
