def example(a, b, x, items, path, conn):
    copy_file(b, a)
