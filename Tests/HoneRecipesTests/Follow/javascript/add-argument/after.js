function example(a, b, x, items, path, conn) {
  parseInt(a, 10);
}
