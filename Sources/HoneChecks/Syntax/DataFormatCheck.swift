internal import HoneCore
internal import HoneText
internal import HoneYAML

/// JSON, YAML, TOML and XML that cannot be read, by parsers that follow the formats' own rules.
struct DataFormatCheck: Check {
  static let rule = RuleDescription(
    "syntax/data-format", .error, "the file is not the JSON, YAML, TOML or XML that its name promises",
    scope: .newInFile)

  /// Which format a name promises.
  private enum Format {
    case json
    /// JSON with comments.
    case commentedJSON
    /// One JSON value a line.
    case jsonLines
    case yaml
    case toml
    case xml
  }

  private static let templateMarks = ["{{", "{%", "<%", "${{"].map { LiteralFinder($0) }

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard let format = Self.format(of: file.path), !file.contents.isEmpty, !file.isBinary else { return [] }
    let faults: [SyntaxFault]
    switch format {
    case .json: faults = json(file.contents)
    case .commentedJSON: faults = json(file.contents, allowsComments: true)
    case .jsonLines: faults = jsonLines(file)
    case .yaml: faults = yaml(file)
    case .toml: faults = toml(file.contents)
    case .xml: faults = xml(file)
    }
    // A template becomes YAML or JSON only when it is filled in, and a marked conflict is told by its own rule.
    guard !faults.isEmpty, !Self.templateMarks.contains(where: { $0.occurs(in: file.contents) }),
      ConflictMarkerCheck().findings(in: file).isEmpty
    else { return [] }
    return faults.map { fault in
      let line = file.lines.line(at: fault.offset)
      let end = line < file.lines.count ? file.lines.start(of: line) + file.lines[line].count : fault.offset
      return file.finding(
        Self.rule, at: fault.offset..<max(fault.offset, min(end, fault.offset + 1)), fault.message,
        severity: fault.isTolerated ? .warning : nil)
    }
  }

  private func json(_ contents: [UInt8], allowsComments: Bool = false) -> [SyntaxFault] {
    var validator = JSONValidator(contents, allowsComments: allowsComments)
    return validator.validate()
  }

  private func jsonLines(_ file: CheckedFile) -> [SyntaxFault] {
    for line in 0..<file.lines.count {
      var validator = JSONValidator(Array(file.lines[line]))
      guard var fault = validator.validate().first else { continue }
      fault.offset += file.lines.start(of: line)
      return [fault]
    }
    return []
  }

  private func yaml(_ file: CheckedFile) -> [SyntaxFault] {
    do throws(YAMLError) {
      _ = try YAML.documents(in: file.contents[...])
      return []
    } catch {
      let line = min(error.line, file.lines.count) - 1
      let start = line < 0 ? 0 : file.lines.start(of: line)
      let width = line < 0 ? 0 : file.lines[line].count
      return [
        SyntaxFault(offset: start + min(error.column - 1, width), message: "\(error.problem); \(error.remedy)")
      ]
    }
  }

  private func toml(_ contents: [UInt8]) -> [SyntaxFault] {
    do throws(SyntaxFault) {
      var reader = TOMLReader(contents)
      try reader.read()
      return []
    } catch {
      return [error]
    }
  }

  /// Faults of XML; a file that does not begin as XML is of another format that has the same name, or is put together.
  private func xml(_ file: CheckedFile) -> [SyntaxFault] {
    let first = file.contents.first { ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) }
    guard first == UInt8(ascii: "<"),
      !["<?php", "<?="].contains(where: { LiteralFinder($0).occurs(in: file.contents) })
    else { return [] }
    return MarkupReader.fault(in: file.contents).map { [$0] } ?? []
  }

  /// Whether files of that name are read here, by the format's own rules.
  static func reads(_ path: RepositoryPath) -> Bool { format(of: path) != nil }

  private static func format(of path: RepositoryPath) -> Format? {
    guard let format = formatOfName(path), !path.isToBeFilledIn else { return nil }
    return format
  }

  private static func formatOfName(_ path: RepositoryPath) -> Format? {
    let name = String(decoding: path.name, as: UTF8.self)
    switch path.fileExtension {
    case "json": return isCommented(name, path) ? .commentedJSON : .json
    case "jsonc", "code-workspace": return .commentedJSON
    case "geojson", "ipynb", "webmanifest", "sarif", "har", "avsc", "topojson": return .json
    case "jsonl", "ndjson": return .jsonLines
    case "yml", "yaml": return .yaml
    case "toml": return .toml
    case "xml", "svg", "xsd", "xsl", "xslt", "wsdl", "plist", "rss", "atom", "rng", "pom", "kml", "gpx", "xlf", "xliff",
      "csproj", "fsproj", "vbproj", "vcxproj", "nuspec", "resx", "xaml", "axaml", "storyboard", "xib", "qrc", "fxml":
      return .xml
    default: return ["Cargo.lock", "poetry.lock", "uv.lock"].contains(name) ? .toml : nil
    }
  }

  /// Files whose programs read comments in JSON.
  private static func isCommented(_ name: String, _ path: RepositoryPath) -> Bool {
    let names = [
      "api-extractor.json", "biome.json", "deno.json", "devcontainer.json", "jsconfig.json",
      "language-configuration.json",
      "tslint.json", "turbo.json", "typedoc.json", ".eslintrc.json", ".swcrc", ".jshintrc",
    ]
    let folders = [".vscode", ".devcontainer", ".zed"]
    return names.contains(name) || name.hasPrefix("tsconfig") || name.hasPrefix("jsconfig")
      || path.components.dropLast().contains { folders.contains(String(decoding: $0, as: UTF8.self)) }
  }
}

extension RepositoryPath {
  /// Whether a folder or the file has a name that is to be filled in: `{{cookiecutter.name}}`.
  var isToBeFilledIn: Bool {
    zip(bytes, bytes.dropFirst()).contains { $0.0 == UInt8(ascii: "{") && $0.1 == UInt8(ascii: "{") }
  }
}
