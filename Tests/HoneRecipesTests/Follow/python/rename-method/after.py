def example(a, b, x, items, path, conn):
    logger.warning("x %s", a)
