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
    search(contents, path: path) { _ in true }.secrets
  }

  /// The same, up to where whoever asks has no more time.
  /// - Parameter goesOn: whether there is time to go on, with as many secrets as were found so far. It is asked once in a
  ///   while, at the latest after as many secrets as `Inspection.stride`.
  /// - Returns: what was found, and the byte up to which was looked; `nil` when all was.
  package func search(
    _ contents: [UInt8], path: RepositoryPath?, while goesOn: (_ found: Int) -> Bool
  ) -> (secrets: [Secret], end: Int?) {
    contents.withUnsafeBufferPointer { buffer in
      func search(_ text: SourceText) -> (secrets: [Secret], end: Int?) {
        var inspection = Inspection(text: text, trust: FileTrust(path))
        let end = inspection.run(while: goesOn)
        return (inspection.secrets, end)
      }
      guard let wide = WideText(buffer) else { return search(SourceText(bytes: buffer)) }
      return SourceText.withBytes(wide.bytes) { text in
        let (secrets, end) = search(text)
        return (
          secrets.map { $0.at(wide.range(inFile: $0.range)) }, end.map { wide.range(inFile: $0..<$0).lowerBound }
        )
      }
    }
  }

  /// The names of all rules with a title for each, sorted by name.
  package static var rules: [(rule: String, title: String)] {
    var titles: [String: String] = Inspection.ownRules
    for kind in TokenKinds.all { titles[kind.rule] = kind.title }
    for kind in ServiceKeys.all { titles[kind.rule] = kind.title }
    return titles.map { (rule: $0.key, title: $0.value) }.sorted { $0.rule < $1.rule }
  }
}
