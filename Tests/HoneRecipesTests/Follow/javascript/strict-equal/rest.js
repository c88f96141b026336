function example(a, b, x, items, path, conn) {
  check(first(items) == null);
  check(a == 3);
}
