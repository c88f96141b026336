function example(a, b, x, items, path, conn) {
  y = api.load(b, 2);
}
