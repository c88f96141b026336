def example(a, b, x, items, path, conn):
    load_config(path)
