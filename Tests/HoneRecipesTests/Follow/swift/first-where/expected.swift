func example(a: String, items: [Int]) throws {
  let y = rows.first { $0 > 1 }
}
