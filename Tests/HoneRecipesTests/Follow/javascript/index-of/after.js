function example(a, b, x, items, path, conn) {
  check(items.includes(a));
}
