def example(a, b, x, items, path, conn):
    p = Path(path) / "a"
