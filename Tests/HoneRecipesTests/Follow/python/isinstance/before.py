def example(a, b, x, items, path, conn):
    ok(type(a) == str)
