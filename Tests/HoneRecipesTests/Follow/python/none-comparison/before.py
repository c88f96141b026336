def example(a, b, x, items, path, conn):
    ok(a == None)
    ok(b.c == None)
