func example(a: String, items: [Int]) throws {
  load(path: name)
}
