def example(a, b, x, items, path, conn):
    run(open(path))
