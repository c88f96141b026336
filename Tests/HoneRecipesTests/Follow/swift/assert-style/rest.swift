func example(a: String, items: [Int]) throws {
  XCTAssertEqual(sum(items), 4)
}
