function example(a, b, x, items, path, conn) {
  let n = 2;
}
