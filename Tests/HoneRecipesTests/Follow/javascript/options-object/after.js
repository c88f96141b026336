function example(a, b, x, items, path, conn) {
  open(path, {create: true});
}
