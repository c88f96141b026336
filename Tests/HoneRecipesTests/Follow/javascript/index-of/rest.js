function example(a, b, x, items, path, conn) {
  check(names.indexOf(x) !== -1);
}
