def example(a, b, x, items, path, conn):
    connect(path, timeout=30)
