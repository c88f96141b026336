func example(a: String, items: [Int]) throws {
  check(rows.count == 0)
}
