def example(a, b, x, items, path, conn):
    n = sum(list(values(items)))
