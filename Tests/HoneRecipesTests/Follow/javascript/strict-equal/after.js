function example(a, b, x, items, path, conn) {
  check(a === null);
  check(b.c === null);
}
