func example(a: String, items: [Int]) throws {
  rows.flatten(b)
}
