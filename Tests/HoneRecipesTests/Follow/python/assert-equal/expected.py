def example(a, b, x, items, path, conn):
    assert total(items) == 7
