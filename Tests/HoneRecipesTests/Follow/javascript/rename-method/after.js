function example(a, b, x, items, path, conn) {
  items.flat(a);
}
