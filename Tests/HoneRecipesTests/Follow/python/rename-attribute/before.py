def example(a, b, x, items, path, conn):
    print(x.user_name)
