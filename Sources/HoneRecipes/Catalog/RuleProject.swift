internal import HoneYAML

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The ast-grep project that a rule file belongs to: the nearest folder above it with a `sgconfig.yml`.
struct RuleProject {
  private let folder: String
  private let configuration: [UInt8]

  private static let name = "sgconfig.yml"

  /// - Parameter path: that of the rule file.
  /// - Returns: `nil` where no folder above is a project.
  init?(around path: String) throws(RecipeError) {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    var folder = String(cString: real)[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let candidate = "\(folder)/\(Self.name)"
      guard RecipeFolder.isFile(candidate) else { continue }
      self.folder = String(folder)
      configuration = try RecipeFolder.read(candidate)
      return
    }
    return nil
  }

  /// The global utilities, each with its bytes.
  /// - Throws: `RecipeError` for a configuration or a utility that cannot be read.
  func utilities() throws(RecipeError) -> (utilities: [GlobalUtility], source: [UInt8]) {
    var utilities: [GlobalUtility] = []
    var source: [UInt8] = []
    for name in try folders() {
      let root = "\(folder)/\(name)"
      for file in RecipeFolder(path: root).files() where RecipeFolder.isRuleFile(file) {
        let bytes = try RecipeFolder.read("\(root)/\(file)")
        source += bytes
        utilities += try GlobalUtility.all(in: bytes, file: "\(name)/\(file)")
      }
    }
    return (utilities, source)
  }

  /// `utilDirs`, relative to the project.
  private func folders() throws(RecipeError) -> [String] {
    do throws(YAMLError) {
      let node = try YAML.document(in: configuration[...], firstLine: 1)
      guard !node.isNull else { return [] }
      return try YAMLMapping(node, name: "the project").strings("utilDirs")
    } catch {
      throw RecipeError(file: "\(folder)/\(Self.name)", error)
    }
  }
}
