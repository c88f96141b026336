function example(a, b, x, items, path, conn) {
  n = parseInt(x.y);
}
