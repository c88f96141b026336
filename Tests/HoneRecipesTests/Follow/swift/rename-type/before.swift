func example(a: String, items: [Int]) throws {
  let x: NSString = make()
}
