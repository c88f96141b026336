def example(a, b, x, items, path, conn):
    super().setup(b)
