function example(a, b, x, items, path, conn) {
  items.flatten(a);
}
