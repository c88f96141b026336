function example(a, b, x, items, path, conn) {
  var fs = require("fs");
  var http = require("http");
}
