def example(a, b, x, items, path, conn):
    ok(name in settings)
