func example(a: String, items: [Int]) throws {
  fetchUser(a)
}
