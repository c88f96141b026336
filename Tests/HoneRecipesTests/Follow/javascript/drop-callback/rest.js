function example(a, b, x, items, path, conn) {
  done(null, items);
}
