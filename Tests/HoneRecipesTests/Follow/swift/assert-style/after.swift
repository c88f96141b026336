func example(a: String, items: [Int]) throws {
  expect(a == 3)
  expect(b == c)
}
