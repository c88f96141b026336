function example(a, b, x, items, path, conn) {
  check(names.includes(x));
}
