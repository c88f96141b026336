def example(a, b, x, items, path, conn):
    save(datetime.now(timezone.utc))
