def example(a, b, x, items, path, conn):
    r = client.get(a)
