func example(a: String, items: [Int]) throws {
  let x = try client.get(a)
}
