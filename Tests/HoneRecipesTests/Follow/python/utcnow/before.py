def example(a, b, x, items, path, conn):
    t = datetime.utcnow()
