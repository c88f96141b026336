import HoneCore
import HoneTestSupport
import Testing

@Suite struct WindowTests {
  private static let swift = TextLines(
    bytes(
      """
      import A

      struct Store {
        var items: [Int]

        /// Adds one.
        func add(_ item: Int) {
          if item > 0 {
            items.append(item)
          } else {
            fail()
          }
        }

        func fail() {
          stop()
        }
      }

      let x = 1

      """))
  private static let python = TextLines(
    bytes(
      """
      import os

      @cached
      def load(path):
          with open(path) as f:
              data = f.read()

          return data

      class A:
          def f(self):
              try:
                  g()
              except ValueError:
                  pass

      """))

  private func window(_ lines: Range<Int>, in file: TextLines, limit: Int = 40) -> [Range<Int>] {
    Window.around([lines], in: file, limit: limit).map(\.lines)
  }

  @Test func takesTheFunctionWithItsComment() {
    #expect(window(8..<9, in: Self.swift) == [5..<13])
    #expect(window(9..<10, in: Self.swift) == [5..<13])
    #expect(window(6..<7, in: Self.swift) == [5..<13])
    #expect(window(5..<6, in: Self.python) == [2..<8])
    #expect(window(14..<15, in: Self.python) == [10..<15])
  }

  @Test func takesTheLargestBlockThatFits() {
    #expect(window(8..<9, in: Self.swift, limit: 5) == [7..<12])
    #expect(window(8..<9, in: Self.swift, limit: 7) == [6..<13])
  }

  @Test func takesWholeStatementsWhereNoBlockFits() {
    let body = (0..<60).map { $0 % 10 == 5 ? "  if a\($0) {\n    b()\n  }\n" : "  a\($0)()\n" }.joined()
    let file = TextLines(bytes("func f() {\n\(body)}\n"))
    for line in 1..<(file.count - 1) {
      let lines = window(line..<(line + 1), in: file, limit: 12)
      #expect(lines.count == 1)
      #expect(lines[0].contains(line))
      #expect(lines[0].count <= 12)
      let source = lines[0].flatMap { file[$0] }
      #expect(BracketBalance.fault(in: source, fileExtension: "swift") == nil, "\(lines[0])")
    }
  }

  @Test func severalChangesGiveDisjointWindowsInOrder() {
    let windows = Window.around([15..<16, 8..<9, 10..<11], in: Self.swift).map(\.lines)
    #expect(windows == [5..<13, 14..<17])
  }

  @Test func randomTextIsCoveredAndBounded() {
    fuzz { generator in
      let pieces = ["a\n", "  b\n", "    c {\n", "  }\n", "\n", "}\n", "\tif x:\n", "#if A\n", "else:\n", "{\n"]
      let file = TextLines(
        bytes((0..<30).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()))
      let changes = (0..<3).map { _ -> Range<Int> in
        let lower = Int.random(in: 0..<35, using: &generator)
        return lower..<(lower + Int.random(in: 0..<4, using: &generator))
      }
      let windows = Window.around(changes, in: file, limit: 8).map(\.lines)
      for (first, second) in zip(windows, windows.dropFirst()) { #expect(first.upperBound <= second.lowerBound) }
      for change in changes where change.lowerBound < file.count {
        let covered = change.clamped(to: 0..<file.count)
        #expect(windows.contains { $0.lowerBound <= covered.lowerBound && covered.upperBound <= $0.upperBound })
      }
      for window in windows { #expect(0 <= window.lowerBound && window.upperBound <= file.count && !window.isEmpty) }
      let line = Int.random(in: 0..<40, using: &generator)
      #expect(Window.block(at: line, in: file).lines.contains(min(line, file.count - 1)))
    }
  }

  @Test func emptyFile() {
    #expect(Window.around([0..<0], in: TextLines([])).map(\.lines) == [0..<0])
    #expect(Window.block(at: 3, in: TextLines([])).lines == 0..<0)
  }

  @Test func blockAtALine() {
    #expect(Window.block(at: 6, in: Self.swift).lines == 5..<13)
    #expect(Window.block(at: 7, in: Self.swift).lines == 7..<12)
    #expect(Window.block(at: 10, in: Self.swift).lines == 5..<13)
    #expect(Window.block(at: 3, in: Self.python).lines == 2..<8)
  }

  @Test func enclosingDefinitions() {
    func heading(_ line: Int, _ file: TextLines, _ fileExtension: String) -> Int? {
      Window.enclosingDefinition(ofLine: line, in: file, fileExtension: fileExtension)
    }
    #expect(heading(10, Self.swift, "swift") == 6)
    #expect(heading(3, Self.swift, "swift") == 2)
    #expect(heading(0, Self.swift, "swift") == nil)
    #expect(heading(12, Self.python, "py") == 10)
    let c = TextLines(bytes("static int f(int a,\n             int b)\n{\n#ifdef X\n  g();\n#endif\n}\n"))
    #expect(heading(4, c, "c") == 0)
    let plain = TextLines(bytes("int f(int a)\n{\n  if (a) {\n    g();\n  }\n}\n"))
    #expect(heading(3, plain, "c") == 0)
    let long = TextLines(bytes("func f(\n  a: Int\n) -> Int {\n  g()\n}\n"))
    #expect(heading(3, long, "swift") == 0)
  }
}

@Suite struct DefinitionHeadingTests {
  @Test(arguments: [
    ("py", "    async def f(self):"), ("py", "class A(B):"),
    ("swift", "  @inlinable public static func f<T>(_ x: T) {"),
    ("swift", "  init?(a: Int) {"), ("swift", "extension A: B {"), ("swift", "private(set) actor X {"),
    ("rs", "pub(crate) async fn f<'a>(x: &'a str) -> T {"), ("rs", "impl<T> A for B<T> {"),
    ("go", "func (s *S) F(a int) error {"),
    ("go", "type S struct {"), ("java", "  public static <T> List<T> f(T a) {"), ("java", "public final class A {"),
    ("ts", "export default async function f(a: B) {"), ("ts", "export const f = async (a: B) => {"),
    ("js", "  render(a, b) {"),
    ("js", "const f = function (a) {"), ("ts", "export interface A {"), ("c", "static int f(void) {"),
    ("c", "int main(int argc, char **argv)"),
    ("cpp", "void A::f(int a) {"), ("cpp", "namespace a {"), ("rb", "  def self.f(a)"), ("rb", "module A"),
    ("kt", "override fun f(a: Int) {"),
    ("cs", "  public override string F(int a) {"), ("php", "  public function f($a) {"),
  ])
  func headings(_ fileExtension: String, _ line: String) {
    #expect(DefinitionHeading.matches(bytes(line)[...], fileExtension: fileExtension))
  }

  @Test(arguments: [
    ("py", "    if a:"), ("py", "    return f(a)"), ("py", "with open(a) as f:"), ("swift", "    items.forEach {"),
    ("swift", "  withLock(x) {"),
    ("swift", "guard let a = b(c) else {"), ("swift", "  } else {"), ("c", "  if (a) {"), ("c", "  while (f(a)) {"),
    ("c", "  f(a);"), ("js", "  } catch (e) {"),
    ("js", "  foo.map((a) => {"), ("java", "    for (int i : a) {"), ("java", "    return f(a);"), ("rs", "match a {"),
    ("go", "x := f(a)"), ("", ""),
    ("ts", "  a = f({"), ("cpp", "switch (a) {"), ("c", "  x = g(a)"), ("swift", "let data = f(x)"),
  ])
  func others(_ fileExtension: String, _ line: String) {
    #expect(!DefinitionHeading.matches(bytes(line)[...], fileExtension: fileExtension))
  }
}
