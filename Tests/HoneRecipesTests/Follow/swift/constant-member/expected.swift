func example(a: String, items: [Int]) throws {
  paint(x, Palette.red)
}
