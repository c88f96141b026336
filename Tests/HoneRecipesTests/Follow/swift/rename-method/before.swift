func example(a: String, items: [Int]) throws {
  items.flatten(a)
}
