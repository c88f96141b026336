function example(a, b, x, items, path, conn) {
  y = new Buffer(path, "utf8");
}
