func example(a: String, items: [Int]) throws {
  loadUser(a)
}
