def example(a, b, x, items, path, conn):
    y = retry(b, delay=10)
    z = retry(b, delay=7)
