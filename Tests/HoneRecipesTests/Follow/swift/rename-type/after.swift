func example(a: String, items: [Int]) throws {
  let x: String = make()
}
