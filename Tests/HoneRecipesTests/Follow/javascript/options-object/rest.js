function example(a, b, x, items, path, conn) {
  open(name, true);
  open(name, false);
}
