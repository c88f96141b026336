def example(a, b, x, items, path, conn):
    x = retry(a, delay=5)
