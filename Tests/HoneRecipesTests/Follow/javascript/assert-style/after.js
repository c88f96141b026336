function example(a, b, x, items, path, conn) {
  expect(a).toBe(3);
}
