def example(a, b, x, items, path, conn):
    run(a)
    audit(a, when=now())
