def example(a, b, x, items, path, conn):
    ok(type(x.y) == str)
