func example(a: String, items: [Int]) throws {
  let y = try client.get(b)
}
