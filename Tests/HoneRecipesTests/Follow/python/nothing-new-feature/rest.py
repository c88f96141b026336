def example(a, b, x, items, path, conn):
    walk(b)
