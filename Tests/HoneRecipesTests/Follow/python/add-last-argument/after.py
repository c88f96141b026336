def example(a, b, x, items, path, conn):
    fetch(conn, a, retries=3)
