func example(a: String, items: [Int]) throws {
  set(UIColor.red)
}
