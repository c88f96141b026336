def example(a, b, x, items, path, conn):
    s = await client.get(b, x)
