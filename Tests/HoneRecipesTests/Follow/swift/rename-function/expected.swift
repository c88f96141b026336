func example(a: String, items: [Int]) throws {
  let u = loadUser(id)
}
