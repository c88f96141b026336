function example(a, b, x, items, path, conn) {
  x = api.load(a);
}
