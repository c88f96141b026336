function example(a, b, x, items, path, conn) {
  x = Buffer.from(a);
}
