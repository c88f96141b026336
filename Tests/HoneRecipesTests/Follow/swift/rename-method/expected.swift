func example(a: String, items: [Int]) throws {
  rows.joined(b)
}
