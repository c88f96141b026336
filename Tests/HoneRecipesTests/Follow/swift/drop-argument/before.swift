func example(a: String, items: [Int]) throws {
  print(a, terminator: "")
}
