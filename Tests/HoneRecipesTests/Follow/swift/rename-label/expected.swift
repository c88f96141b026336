func example(a: String, items: [Int]) throws {
  load(from: name)
}
