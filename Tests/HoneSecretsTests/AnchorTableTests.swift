import Testing

@testable import HoneSecrets

@Suite struct AnchorTableTests {
  @Test func `the table holds the prefix of every kind`() {
    let made = Anchors.madeTable()
    #expect("\(AnchorTable.text)" == made, "AnchorTable.text must be:\n\(made)")
  }

  @Test func `each line of the table is what is looked at for it`() {
    let anchors = Anchors.shared
    var literal = 0
    for family in 0..<TokenKinds.familyCount {
      for (index, kind) in TokenKinds.family(family).enumerated() {
        let row = anchors.row(literal)
        #expect(row.anchor == .token && row.family == family && row.index == index, "\(kind.rule)")
        #expect(row.first == kind.prefix.first && row.startsWord == kind.startsWord, "\(kind.rule)")
        #expect(row.length == min(7, kind.prefix.count), "\(kind.rule)")
        literal += 1
      }
    }
    for (index, key) in ServiceKeys.all.enumerated() {
      let row = anchors.row(literal)
      #expect(row.anchor == .service && row.index == index && row.length == key.service.utf8.count, "\(key.rule)")
      literal += 1
    }
    for word in AssignedName.words {
      #expect(anchors.row(literal).anchor == .name && anchors.row(literal).length == word.utf8.count, "\(word)")
      literal += 1
    }
  }

  @Test func `no family of tokens is left out`() {
    #expect(!TokenKinds.family(TokenKinds.familyCount - 1).isEmpty && TokenKinds.family(TokenKinds.familyCount).isEmpty)
  }
}
