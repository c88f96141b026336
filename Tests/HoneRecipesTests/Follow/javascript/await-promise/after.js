function example(a, b, x, items, path, conn) {
  x = await api.load(a);
}
