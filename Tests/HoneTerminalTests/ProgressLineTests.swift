import HoneCore
import HoneKit
import HoneTerminal
import Testing

struct ProgressLineTests {
  private func progress(_ done: Int, of total: Int, counts: String? = "files") -> RunProgress {
    RunProgress(label: "searching", done: done, total: total, counts: counts)
  }

  @Test func `What is counted has a bar, a rate and the time that is left`() {
    let state = progress(250, of: 1000)
    #expect(ProgressLine.bar(of: state) == "  [#####...............]")
    #expect(ProgressLine.rate(of: state, after: .seconds(2)) == "  125 files/s  6 s left")
    #expect(ProgressLine.bar(of: progress(1000, of: 1000)) == "  [####################]")
    #expect(ProgressLine.bar(of: progress(0, of: 3)) == "  [....................]")
  }

  @Test(arguments: [
    (0, "0.00"), (1.2, "1.20"), (0.0031, "0.0031"), (1e30, "10000000000000000.00"), (.infinity, "10000000000000000.00"),
    (-1, "0.00"),
  ])
  func `A price has the digits that matter, and no price is too large`(value: Double, text: String) {
    #expect(SummaryText.price(value) == text)
  }

  @Test func `A bench says whether it counts edits or replies`() {
    var result = BenchResult(format: .window)
    (result.cases, result.correct, result.applied, result.refused, result.wellFormed) = (3, 1, 1, 4, 2)
    let line = BenchPrinter.line(for: result)
    #expect(
      line.contains("1 of 3 right, 1 edit applied, 4 refused (0 had no place), 2 of 3 replies well-formed"), "\(line)")
  }

  @Test func `What takes its own time has none of them`() {
    #expect(ProgressLine.bar(of: progress(1, of: 4, counts: nil)) == nil)
    #expect(ProgressLine.bar(of: progress(0, of: 0)) == nil)
    #expect(ProgressLine.rate(of: progress(1, of: 4, counts: nil), after: .seconds(1)) == nil)
    #expect(ProgressLine.rate(of: progress(0, of: 4), after: .seconds(1)) == nil)
  }
}
