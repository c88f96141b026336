def example(a, b, x, items, path, conn):
    q = os.path.join(base, name)
