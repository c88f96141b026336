func example(a: String, items: [Int]) throws {
  print(b, terminator: "")
}
