import Testing

@testable import HoneSecrets

@Suite struct AnchorTableTests {
  @Test func `the table holds the prefix of every kind`() {
    let made = Anchors.madeTable()
    #expect("\(AnchorTable.text)" == made, "AnchorTable.text must be:\n\(made)")
  }

  @Test func `each line of the table is what is looked at for it`() throws {
    let anchors = Anchors.shared
    #expect(anchors.rows.count == Anchors.madeTable().split(separator: "\n").count)
    for (kind, row) in zip(TokenKinds.all, anchors.rows) {
      #expect(row.anchor == .token && TokenKinds.all[Int(row.index)].rule == kind.rule)
      #expect(row.first == kind.prefix.first && row.startsWord == kind.startsWord, "\(kind.rule)")
    }
    let services = anchors.rows.filter { $0.anchor == .service }
    #expect(services.map { Int($0.index) } == Array(ServiceKeys.all.indices))
    let programs = anchors.rows.filter { $0.anchor == .command }
    #expect(programs.map { Int($0.index) } == Array(CommandLines.programs.indices))
  }
}
