def example(a, b, x, items, path, conn):
    logger.warn("x %s", a)
