def example(a, b, x, items, path, conn):
    ok(isinstance(x.y, str))
