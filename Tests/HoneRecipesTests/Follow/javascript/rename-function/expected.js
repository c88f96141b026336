function example(a, b, x, items, path, conn) {
  const u = fetchUser(id);
}
