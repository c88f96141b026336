function example(a, b, x, items, path, conn) {
  y = await api.load(b, 2);
}
