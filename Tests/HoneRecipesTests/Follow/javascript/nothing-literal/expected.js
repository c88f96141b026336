function example(a, b, x, items, path, conn) {
  let m = 1;
}
