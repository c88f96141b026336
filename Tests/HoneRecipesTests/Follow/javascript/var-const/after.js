function example(a, b, x, items, path, conn) {
  const fs = require("fs");
  const http = require("http");
}
