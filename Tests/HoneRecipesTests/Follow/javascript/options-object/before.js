function example(a, b, x, items, path, conn) {
  open(path, true);
}
