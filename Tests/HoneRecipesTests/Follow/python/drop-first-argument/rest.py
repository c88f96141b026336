def example(a, b, x, items, path, conn):
    render(request, template, y)
