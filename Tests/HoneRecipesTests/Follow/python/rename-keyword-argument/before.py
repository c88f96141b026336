def example(a, b, x, items, path, conn):
    connect(path, timeout_ms=30)
