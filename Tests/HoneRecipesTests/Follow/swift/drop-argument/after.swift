func example(a: String, items: [Int]) throws {
  write(a)
}
