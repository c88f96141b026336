function example(a, b, x, items, path, conn) {
  open(name, {create: true});
  open(name, false);
}
