func example(a: String, items: [Int]) throws {
  items.joined(a)
}
