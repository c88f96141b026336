func example(a: String, items: [Int]) throws {
  check(items.isEmpty)
  check(names.isEmpty)
}
