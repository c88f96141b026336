func example(a: String, items: [Int]) throws {
  let u = fetchUser(id)
}
