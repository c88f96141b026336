def example(a, b, x, items, path, conn):
    q = Path(base) / name
