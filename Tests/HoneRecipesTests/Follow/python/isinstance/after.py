def example(a, b, x, items, path, conn):
    ok(isinstance(a, str))
