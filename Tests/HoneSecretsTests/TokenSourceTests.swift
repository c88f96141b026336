import Testing

@testable import HoneSecrets

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The table of where vendors show the shapes of their tokens says something of every kind, and nothing of others.
@Suite struct TokenSourceTests {
  /// The lines of `Sources/HoneSecrets/Tokens/README.md`.
  private static let lines: [Substring] = {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/" + folder + "/Sources/HoneSecrets/Tokens/README.md", "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }()

  /// The words in back quotes of some lines.
  private static func quoted(_ lines: some Sequence<Substring>) -> [String] {
    lines.flatMap { line in
      line.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) }
    }
  }

  private var checked: [Substring] { Self.lines.filter { $0.hasPrefix("| `") } }
  private var unchecked: [String] { Self.quoted(Self.lines.drop { $0 != "## Not checked" }) }

  @Test func `every kind has a source, or is said to have none`() {
    let named = Self.quoted(checked) + unchecked
    let kinds = TokenKinds.all.map(\.rule)
    #expect(Set(named).count == named.count)
    #expect(Set(named) == Set(kinds), "\(Set(named).symmetricDifference(kinds).sorted())")
  }

  @Test func `at least 150 kinds are shown by their vendor's documentation`() {
    let documented = checked.filter { line in ["format", "example", "prefix"].contains { line.contains("| \($0) |") } }
    #expect(documented.count >= 150)
    for line in checked {
      let address = line.split(separator: "<").last?.split(separator: ">").first ?? ""
      #expect(address.hasPrefix("https://") && !address.contains(" "), "\(line)")
    }
  }
}
