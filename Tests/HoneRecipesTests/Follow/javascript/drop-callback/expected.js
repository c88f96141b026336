function example(a, b, x, items, path, conn) {
  return items;
}
