def example(a, b, x, items, path, conn):
    total = sum(values(a))
