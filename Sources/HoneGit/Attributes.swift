package import HoneCore
internal import HoneSystem

/// What git's attributes and configuration do to a file between index and work tree.
package enum Conversion: Hashable, Sendable {
  /// The bytes are the same on both sides.
  case none
  /// git only takes carriage returns away when staging: bytes without one are the same on both sides.
  case lineFeeds
  /// git itself changes line endings or `$Id$`; no program runs.
  case builtIn
  /// A program of the user's configuration changes the bytes; the name is the driver's.
  case program(driver: String)

  /// Whether `bytes` are the same in the index and in the work tree.
  func keeps(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .none: true
    case .lineFeeds: !bytes.contains(UInt8(ascii: "\r"))
    case .builtIn, .program: false
    }
  }
}

extension Repository {
  private static let attributes = [
    "text", "eol", "ident", "filter", "working-tree-encoding", "binary",
  ]

  /// What happens to each path between index and work tree.
  ///
  /// Asked of `git check-attr`, because libgit2 runs no `filter` driver, does not know `working-tree-encoding`, and
  /// cannot look up attributes where it cannot read the index. Where there are no attributes nobody is asked.
  /// - Parameter origins: where those of the paths are now that are to be moved.
  /// - Returns: the conversion of each path that may be edited, and the refusal of each that may not: git-lfs, git-crypt
  ///   and every other required filter without a driver, `working-tree-encoding`, `-text` and `binary`.
  package func conversions(
    of paths: [RepositoryPath], movedFrom origins: [RepositoryPath: RepositoryPath] = [:]
  ) throws(Refusal) -> [RepositoryPath: Result<Conversion, Refusal>] {
    guard !paths.isEmpty else { return [:] }
    var results: [RepositoryPath: Result<Conversion, Refusal>] = [:]
    let lineEndings = LineEndingSettings(
      autocrlf: try configuration("core.autocrlf")?.lowercased(), eol: try configuration("core.eol")?.lowercased())
    if try areWithoutAttributes(paths) {
      let conversion = lineEndings.conversion(isText: false, eol: nil)
      results = Dictionary(paths.map { ($0, .success(conversion)) }, uniquingKeysWith: { first, _ in first })
      if conversion != .none { try keepCarriageReturns(of: paths, origins: origins, alsoChanged: [], &results) }
      return results
    }
    var automatic: [RepositoryPath] = []
    var alsoChanged: Set<RepositoryPath> = []
    for (path, values) in try attributeValues(of: paths) {
      let conversion = try conversion(of: path, values, lineEndings)
      results[path] = conversion
      guard conversion != .success(.none), lineEndings.isAutomatic(values) else { continue }
      automatic.append(path)
      if case .success(.program) = conversion { alsoChanged.insert(path) }
      if Self.isSet(values["ident"]) { alsoChanged.insert(path) }
    }
    try keepCarriageReturns(of: automatic, origins: origins, alsoChanged: alsoChanged, &results)
    return results
  }

  /// The paths that are called `binary`, or that git-lfs keeps.
  package func declaredBinaries(among paths: [RepositoryPath]) throws(Refusal) -> Set<RepositoryPath> {
    guard !paths.isEmpty, try !areWithoutAttributes(paths) else { return [] }
    return Set(
      try attributeValues(of: paths).filter { Self.isSet($0.value["binary"]) || $0.value["filter"] == "lfs" }.keys)
  }

  /// The value of one attribute of a path, `set` and `unset` included; `nil` where nothing is said.
  package func attribute(_ name: String, of path: RepositoryPath) throws(Refusal) -> String? {
    let value = try attributeValues(of: [path], named: [name])[path]?[name]
    return value == "unspecified" ? nil : value
  }

  private static let falseWords: Set<String> = ["false", "no", "off", "0", ""]

  private static func isSet(_ value: String?) -> Bool { value == "set" || value == "true" }

  private func attributeValues(
    of paths: [RepositoryPath], named names: [String] = attributes
  ) throws(Refusal) -> [RepositoryPath: [String: String]] {
    var command = git(.reading, ["check-attr", "-z", "--stdin"] + names)
    command.setInput(paths.flatMap { $0.bytes + [0] })
    guard let fields = ZeroTerminated.fields(try command.output()), fields.count.isMultiple(of: 3) else {
      throw Refusal(.gitFailed, "git check-attr answered in a form that Hone does not know")
    }
    var values: [RepositoryPath: [String: String]] = [:]
    for index in stride(from: 0, to: fields.count, by: 3) {
      guard let path = try? RepositoryPath(bytes: fields[index]) else { continue }
      let name = String(decoding: fields[index + 1], as: UTF8.self)
      values[path, default: [:]][name] = String(decoding: fields[index + 2], as: UTF8.self)
    }
    return values
  }

  private func conversion(
    of path: RepositoryPath, _ values: [String: String], _ lineEndings: LineEndingSettings
  ) throws(Refusal) -> Result<Conversion, Refusal> {
    func value(_ name: String) -> String? {
      values[name].flatMap { $0 == "unspecified" ? nil : $0 }
    }
    let filter = value("filter").flatMap { $0 == "unset" || $0 == "set" ? nil : $0 }
    // Said first: what these store is marked -text as well.
    if let filter, let refusal = Self.storage(filter, path: path) { return .failure(refusal) }
    if let encoding = value("working-tree-encoding"), encoding != "unset" {
      return .failure(Refusal(.filtered, path: path, "has working-tree-encoding=\(encoding), which Hone does not edit"))
    }
    if Self.isSet(value("binary")) || value("text") == "unset" {
      return .failure(Refusal(.filtered, path: path, "is marked -text or binary in .gitattributes"))
    }
    if let filter { return try program(filter, path: path) }
    if Self.isSet(value("ident")) { return .success(.builtIn) }
    let isText = ["text", "eol"].contains { value($0) != nil && value($0) != "unset" }
    return .success(lineEndings.conversion(isText: isText, eol: value("eol")))
  }

  /// The refusal of a file that a driver keeps elsewhere, or secret; `nil` for any other driver.
  private static func storage(_ driver: String, path: RepositoryPath) -> Refusal? {
    if driver == "lfs" { return Refusal(.filtered, path: path, "is stored by git-lfs, which Hone does not edit") }
    // With a key of its own name the driver is called `git-crypt-<name>`.
    guard driver == "git-crypt" || driver.hasPrefix("git-crypt-") else { return nil }
    return Refusal(.filtered, path: path, "is encrypted by \(driver), which Hone does not edit")
  }

  private func program(_ driver: String, path: RepositoryPath) throws(Refusal) -> Result<Conversion, Refusal> {
    let clean = try configuration("filter.\(driver).clean") ?? ""
    let process = try configuration("filter.\(driver).process") ?? ""
    if clean.isEmpty, process.isEmpty {
      let required = try configuration("filter.\(driver).required")?.lowercased() ?? "false"
      if !Self.falseWords.contains(required) {
        return .failure(
          Refusal(
            .filtered, path: path, "needs the filter \(driver), which has no clean command",
            remedy: "configure filter.\(driver).clean and .smudge"))
      }
      // Line endings may still be converted; asking git is always right.
      return .success(.builtIn)
    }
    return .success(.program(driver: driver))
  }
}

/// What the configuration says about line endings of files whose attributes leave it open.
struct LineEndingSettings {
  var autocrlf: String?
  var eol: String?

  /// What happens to a file.
  /// - Parameters:
  ///   - isText: whether the attributes make it text, or let git see for itself.
  ///   - eol: the value of the attribute.
  func conversion(isText: Bool, eol attribute: String?) -> Conversion {
    let isAutomatic = !["false", "no", "off", "0", "", nil].contains(autocrlf)
    guard isText || isAutomatic else { return .none }
    if attribute == "lf" || autocrlf == "input" { return .lineFeeds }
    if attribute == "crlf" || isAutomatic { return .builtIn }
    return eol == nil || eol == "lf" || eol == "native" ? .lineFeeds : .builtIn
  }

  /// Whether git decides by a file's contents that its line endings are converted, and no attribute does.
  ///
  /// Source: gitattributes(5), `text`; `eol` alone makes a file text.
  func isAutomatic(_ values: [String: String]) -> Bool {
    switch values["text"] {
    case "auto": true
    case "set", "unset", "input": false
    default:
      !["lf", "crlf"].contains(values["eol"]) && !["false", "no", "off", "0", "", nil].contains(autocrlf)
    }
  }
}
