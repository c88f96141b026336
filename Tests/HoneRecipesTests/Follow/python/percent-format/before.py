def example(a, b, x, items, path, conn):
    msg = _("hello %s") % a
    m = _("bye %s") % b.x
