def example(a, b, x, items, path, conn):
    ok(first(items) == None)
    ok(x == 3)
