function example(a, b, x, items, path, conn) {
  const path = require("path");
}
