function example(a, b, x, items, path, conn) {
  x = {...a, ...b};
}
