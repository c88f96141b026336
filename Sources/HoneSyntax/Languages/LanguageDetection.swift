package import HoneCore

extension Language {
  /// The language of a file.
  ///
  /// In this order: what the attribute `linguist-language` says (also when Hone has no such language, so that a team
  /// can keep files out), the whole file name, the end of the name, the first line of a script.
  /// - Parameters:
  ///   - attribute: the value of `linguist-language`, where it is set.
  ///   - contents: asked for only when the name tells nothing.
  package static func detect(
    path: RepositoryPath, attribute: String? = nil, contents: @autoclosure () -> [UInt8] = []
  ) -> Language? {
    if let attribute { return named(attribute) }
    if let language = named(path: path) { return language }
    guard !path.name.dropFirst().contains(UInt8(ascii: ".")) else { return nil }
    return interpreter(of: contents()).flatMap { byInterpreter[$0] }
  }

  /// The language of a file that is of no other one: text, unless it looks binary by git's own rule, a NUL among the
  /// first 8,000 bytes.
  package static func remainder(of contents: [UInt8]) -> Language? {
    contents.prefix(8_000).contains(0) ? nil : text
  }

  /// The language that a file's name alone tells.
  package static func named(path: RepositoryPath) -> Language? { named(name: path.name) }

  /// The language of a file with that name, of which all folders were taken off.
  package static func named(name: ArraySlice<UInt8>) -> Language? {
    if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex,
      let language = byExtension[String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()]
    {
      return language
    }
    return byFileName[String(decoding: name, as: UTF8.self)]
  }

  /// The program in the first line of a script, without folder, version and the way through `env`.
  ///
  /// `#!/usr/bin/env -S python3.12 -u` gives `python`.
  private static func interpreter(of contents: [UInt8]) -> String? {
    guard contents.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "!")]) else { return nil }
    let line = contents.dropFirst(2).prefix(256).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let words = line.split { blanks.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
    func program(_ word: String) -> String { word.split(separator: "/").last.map(String.init) ?? word }
    guard var name = words.first.map(program) else { return nil }
    if name == "env" {
      guard let word = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") }) else { return nil }
      name = program(word)
    }
    while let last = name.last, last.isNumber || last == "." { name.removeLast() }
    return name
  }
}
