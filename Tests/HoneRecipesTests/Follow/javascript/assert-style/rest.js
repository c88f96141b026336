function example(a, b, x, items, path, conn) {
  assert.equal(sum(items), 4);
}
