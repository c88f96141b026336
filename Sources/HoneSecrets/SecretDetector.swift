package import HoneCore
internal import HoneText

/// Finds secrets in bytes: tokens by their shapes, private keys, passwords in addresses, assignments and the files where they
/// live.
///
/// One pass over the bytes looks for literals, and only where one stands anything else is looked at, so the time hardly
/// depends on how many kinds there are. The bytes need not be text. A value may be used from several threads at once.
package struct SecretDetector: Sendable {
  /// Costs nothing: tables are built when first used, and shared.
  package init() {}

  /// All secrets in `contents`, in order and without overlap.
  ///
  /// A text that begins with the byte order mark of UTF-16 is read as such; the ranges are those of its own bytes.
  /// - Parameter path: where the file stands, which says how its values are to be read; without it as source code.
  package func secrets(in contents: [UInt8], path: RepositoryPath?) -> [Secret] {
    contents.withUnsafeBufferPointer { buffer in
      guard let wide = WideText(buffer) else { return Self.secrets(in: SourceText(bytes: buffer), path) }
      return SourceText.withBytes(wide.bytes) { text in
        Self.secrets(in: text, path).map { $0.at(wide.range(inFile: $0.range)) }
      }
    }
  }

  private static func secrets(in text: SourceText, _ path: RepositoryPath?) -> [Secret] {
    var inspection = Inspection(text: text, trust: FileTrust(path))
    inspection.run()
    return inspection.secrets
  }

  /// The names of all rules with a title for each, sorted by name.
  package static var rules: [(rule: String, title: String)] {
    var titles: [String: String] = Inspection.ownRules
    for kind in TokenKinds.all { titles[kind.rule] = kind.title }
    for kind in ServiceKeys.all { titles[kind.rule] = kind.title }
    return titles.map { (rule: $0.key, title: $0.value) }.sorted { $0.rule < $1.rule }
  }
}
