function example(a, b, x, items, path, conn) {
  check(items.indexOf(a) !== -1);
}
