func example(a: String, items: [Int]) throws {
  let y = rows.filter { $0 > 1 }.first
}
