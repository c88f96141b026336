function example(a, b, x, items, path, conn) {
  var path = require("path");
}
