function example(a, b, x, items, path, conn) {
  loadUser(a);
}
