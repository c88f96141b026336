function example(a, b, x, items, path, conn) {
  y = Object.assign({}, defaults, options);
}
