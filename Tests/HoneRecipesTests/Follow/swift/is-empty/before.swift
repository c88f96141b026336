func example(a: String, items: [Int]) throws {
  check(items.count == 0)
  check(names.count == 0)
}
