function example(a, b, x, items, path, conn) {
  assert.equal(a, 3);
}
