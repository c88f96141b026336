function example(a, b, x, items, path, conn) {
  x = Object.assign({}, a, b);
}
