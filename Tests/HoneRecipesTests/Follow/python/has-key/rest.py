def example(a, b, x, items, path, conn):
    ok(settings.has_key(name))
