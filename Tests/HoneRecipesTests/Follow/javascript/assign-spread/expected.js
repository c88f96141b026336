function example(a, b, x, items, path, conn) {
  y = {...defaults, ...options};
}
