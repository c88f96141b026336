func example(a: String, items: [Int]) throws {
  set(Palette.red)
}
