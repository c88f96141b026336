def example(a, b, x, items, path, conn):
    cfg = load_config(other.path)
    load(path)
