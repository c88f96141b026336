def example(a, b, x, items, path, conn):
    assert a == 3
    assert b.x == x
