function example(a, b, x, items, path, conn) {
  expect(sum(items)).toBe(4);
}
