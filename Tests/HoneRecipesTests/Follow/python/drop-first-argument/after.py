def example(a, b, x, items, path, conn):
    render("a.html", x)
