def example(a, b, x, items, path, conn):
    super(Example, self).setup(b)
