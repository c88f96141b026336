def example(a, b, x, items, path, conn):
    ok(a.has_key(b))
    ok(x.has_key("k"))
