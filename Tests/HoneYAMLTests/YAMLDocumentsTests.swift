import HoneTestSupport
import Testing

@testable import HoneYAML

/// Reads one document from a text.
private func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) throws -> YAMLNode {
  try YAML.document(in: ArraySlice(text.utf8), limits: limits)
}

/// The error of a text that cannot be read.
private func fault(_ bytes: some Sequence<UInt8>, limits: YAMLLimits = YAMLLimits()) -> YAMLError? {
  do {
    _ = try YAML.documents(in: ArraySlice(bytes), limits: limits)
    return nil
  } catch {
    return error
  }
}

@Suite struct YAMLDocumentsTests {
  @Test func mappingsKeepTheirOrderAndPlaces() throws {
    let node = try parse("rule:\n  pattern: f($A)\n  any: [a, 'b']\nfix: |\n  g($A)\n")
    #expect(node.mapping?.map(\.key.string) == ["rule", "fix"])
    #expect(node["rule"]?["pattern"]?.string == "f($A)")
    #expect(node["rule"]?["pattern"].map { [$0.line, $0.column, $0.start.offset] } == [2, 12, 17])
    #expect(node["rule"]?["any"]?.sequence?.map(\.string) == ["a", "b"])
    #expect(node["rule"]?["any"]?.sequence?.map(\.scalar?.style) == [.plain, .singleQuoted])
    #expect(node["fix"]?.scalar == YAMLScalar(text: "g($A)\n", style: .literal, value: .string))
    #expect(node["fix"]?.scalar?.style == .literal)
    #expect(node["nothing"] == nil)
  }

  @Test func columnsCountBytesAndLinesCountLineFeeds() throws {
    let node = try parse("\u{feff}é: \"ü\u{2028}x\"\r\nk: [ñ, z]\n")
    #expect(node["é"].map { [$0.line, $0.column] } == [1, 5])
    let item = try #require(node["k"]?.sequence?.last)
    #expect([item.line, item.column] == [2, 9])
    let text = String(repeating: "# é\n", count: 2_000) + "a: *b"
    #expect(fault(text.utf8).map { [$0.line, $0.column] } == [2001, 4])
  }

  @Test func aPartOfAFileKeepsTheFilesPlaces() throws {
    let file = Array("---\nkey: value\n---\n".utf8)
    let node = try YAML.document(in: file[4..<15], firstLine: 2)
    let value = try #require(node["key"])
    #expect([value.start.offset, value.line, value.column] == [9, 2, 6])
    #expect(file[value.start.offset..<value.end.offset].elementsEqual("value".utf8))
  }

  @Test func noDocumentIsNullAndSeveralAreRead() throws {
    #expect(try parse("").isNull)
    #expect(try parse("# only a comment\n").isNull)
    #expect(try YAML.documents(in: ArraySlice("a: 1\n---\nb: 2\n".utf8)).map(\.mapping?.count) == [1, 1])
    #expect(throws: YAMLError.self) { try parse("a\n---\nb\n") }
  }

  @Test func aliasesStandForTheirValues() throws {
    let node = try parse("a: &x [1, two]\nb: *x\nc: {k: *x}\n")
    #expect(node["b"] == node["a"])
    #expect(node["c"]?["k"] == node["a"])
    #expect(node["b"]?.line == 1)
    #expect(fault("a: *x\nb: &x 1\n".utf8)?.problem == "there is no `&x` before this `*x`")
    #expect(fault("a: &x [*x]\n".utf8)?.problem == "the value `&x` holds itself")
    #expect(fault("- &x 1\n- &x [*x]\n".utf8)?.problem == "the value `&x` holds itself")
    #expect(fault("&x a\n---\n*x\n".utf8)?.line == 3)
  }

  @Test func aKeyStandsOnce() {
    let error = fault("a: 1\nb: 2\n'a': 3\n".utf8)
    #expect(error?.problem == "the text `a` stands twice as a key, first at line 1")
    #expect(error.map { [$0.line, $0.column] } == [3, 1])
    #expect(fault("{0x10: a, 16: b}".utf8)?.problem.contains("stands twice") == true)
    #expect(fault("{1: a, '1': b}".utf8) == nil)
    #expect(fault("? [a, b]\n: 1\n? [a, b]\n: 2\n".utf8)?.line == 3)
  }

  @Test func faultsNameTheirPlaceAndRemedy() {
    let error = fault("a: 1\nb: [1, 2\nc: 3\n".utf8)
    #expect(
      error?.description
        == "3:2: did not find expected ',' or ']', while parsing a flow sequence that starts at 2:4; close the list with `]`, or put quotes around its texts"
    )
    #expect(fault("a:\n\t- b".utf8).map { [$0.line, $0.column] } == [2, 1])
    #expect(fault("a: b: c".utf8)?.remedy.contains("quotes") == true)
    #expect(fault("a: \u{7}".utf8).map { [$0.line, $0.column] } == [1, 4])
    #expect(fault("a: !!int x".utf8)?.problem == "the text `x` does not fit its tag `tag:yaml.org,2002:int`")
  }

  @Test func bytesThatAreNotUTF8AreNamed() {
    let error = fault(Array("a: 1\nb: ".utf8) + [0xc3, 0x28])
    #expect(error.map { [$0.line, $0.column] } == [2, 4])
    #expect(error?.problem == "the byte 0xc3 is not UTF-8")
    // UTF-16 is named as what it is not, not read.
    #expect(fault([0xff, 0xfe, 0x61, 0x00])?.problem == "the byte 0xff is not UTF-8")
  }

  @Test func costsAreLimited() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
    }
    #expect(fault(bomb.utf8)?.problem == "the text stands for more than 1048576 values")
    let deep = String(repeating: "[", count: 100_000)
    #expect(fault(deep.utf8)?.problem == "more than 128 collections nest here")
    let steps = (1...200).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(fault(("a0: &a0 1\n" + steps).utf8)?.problem == "more than 128 collections nest here")
    #expect(fault("abcdef".utf8, limits: YAMLLimits(bytes: 5))?.remedy == "split it")
    #expect(fault("[1, 2, 3]".utf8, limits: YAMLLimits(nodes: 2))?.column == 8)
  }

  @Test func anyBytesAreReadOrRefused() throws {
    let fragments =
      [
        "a", "key: ", "- ", "\n", "\n  ", "[", "]", "{", "}", ", ", "&x ", "*x", "'", "\"", "|\n ", ">\n ", "? ", ": ",
        "#",
        "!!int ", "\u{feff}", "é", "\t", "---\n", "...\n", "%YAML 1.2\n", "\\x", "\0",
      ].map { Array($0.utf8) } + [[0xff], [0xc3]]
    fuzz { generator in
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<40, using: &generator) {
        text += fragments[Int.random(in: 0..<fragments.count, using: &generator)]
      }
      do throws(YAMLError) {
        let nodes = try YAML.documents(in: text[...], limits: YAMLLimits(depth: 20, nodes: 500))
        for node in nodes {
          #expect(node.start.offset <= node.end.offset && node.end.offset <= text.count)
          #expect(node == node || "\(node)".contains("nan"))
        }
      } catch {
        let lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
        #expect(error.line >= 1 && error.line <= lines.count)
        #expect(error.column >= 1 && error.column <= lines[min(error.line, lines.count) - 1].count + 1)
      }
    }
  }
}
