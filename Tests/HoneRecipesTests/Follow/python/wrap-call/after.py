def example(a, b, x, items, path, conn):
    run(closing(open(path)))
