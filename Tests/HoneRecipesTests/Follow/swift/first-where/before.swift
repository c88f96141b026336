func example(a: String, items: [Int]) throws {
  let x = items.filter { $0 > 1 }.first
}
