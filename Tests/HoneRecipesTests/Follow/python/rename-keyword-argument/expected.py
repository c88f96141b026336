def example(a, b, x, items, path, conn):
    connect(host, timeout=5)
