def example(a, b, x, items, path, conn):
    read_config(path)
