func example(a: String, items: [Int]) throws {
  let x = try await client.get(a)
}
