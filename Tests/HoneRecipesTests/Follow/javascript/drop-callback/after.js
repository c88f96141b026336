function example(a, b, x, items, path, conn) {
  return a;
  return b.c;
}
