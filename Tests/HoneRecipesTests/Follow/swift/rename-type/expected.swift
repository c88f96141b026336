func example(a: String, items: [Int]) throws {
  let y: String = other()
}
