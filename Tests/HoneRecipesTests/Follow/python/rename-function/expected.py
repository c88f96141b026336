def example(a, b, x, items, path, conn):
    cfg = read_config(other.path)
    load(path)
