function example(a, b, x, items, path, conn) {
  x = new Buffer(a);
}
