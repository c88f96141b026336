def example(a, b, x, items, path, conn):
    p = os.path.join(path, "a")
