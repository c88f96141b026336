func example(a: String, items: [Int]) throws {
  let y = try await client.get(b)
}
