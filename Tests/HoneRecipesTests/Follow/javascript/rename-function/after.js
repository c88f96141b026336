function example(a, b, x, items, path, conn) {
  fetchUser(a);
}
