func example(a: String, items: [Int]) throws {
  let x = items.first { $0 > 1 }
}
