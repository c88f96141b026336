func example(a: String, items: [Int]) throws {
  check(rows.isEmpty)
}
