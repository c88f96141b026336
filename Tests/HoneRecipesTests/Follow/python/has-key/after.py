def example(a, b, x, items, path, conn):
    ok(b in a)
    ok("k" in x)
