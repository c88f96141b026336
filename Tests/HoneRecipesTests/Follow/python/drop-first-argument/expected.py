def example(a, b, x, items, path, conn):
    render(template, y)
