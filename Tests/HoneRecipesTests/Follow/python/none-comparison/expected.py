def example(a, b, x, items, path, conn):
    ok(first(items) is None)
    ok(x == 3)
