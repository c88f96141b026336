def example(a, b, x, items, path, conn):
    log.warning("y")
    warnings.simplefilter("warn")
