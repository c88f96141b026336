def example(a, b, x, items, path, conn):
    n = sum(values(items))
