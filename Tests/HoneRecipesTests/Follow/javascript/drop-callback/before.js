function example(a, b, x, items, path, conn) {
  done(null, a);
  done(null, b.c);
}
