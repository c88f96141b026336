function example(a, b, x, items, path, conn) {
  list.flat();
}
