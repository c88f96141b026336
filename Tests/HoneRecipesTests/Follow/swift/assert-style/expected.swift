func example(a: String, items: [Int]) throws {
  expect(sum(items) == 4)
}
