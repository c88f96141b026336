def example(a, b, x, items, path, conn):
    log.warn("y")
    warnings.simplefilter("warn")
