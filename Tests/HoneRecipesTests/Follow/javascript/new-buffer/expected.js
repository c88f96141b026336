function example(a, b, x, items, path, conn) {
  y = Buffer.from(path, "utf8");
}
