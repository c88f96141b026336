func example(a: String, items: [Int]) throws {
  XCTAssertEqual(a, 3)
  XCTAssertEqual(b, c)
}
