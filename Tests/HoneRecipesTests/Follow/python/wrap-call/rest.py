def example(a, b, x, items, path, conn):
    data = parse(open(name))
