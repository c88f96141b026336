def example(a, b, x, items, path, conn):
    ok(a is None)
    ok(b.c is None)
