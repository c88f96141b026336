def example(a, b, x, items, path, conn):
    r = await client.get(a)
