def example(a, b, x, items, path, conn):
    s = client.get(b, x)
