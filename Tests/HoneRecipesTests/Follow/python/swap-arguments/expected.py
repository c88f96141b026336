def example(a, b, x, items, path, conn):
    copy_file(target, source)
