def example(a, b, x, items, path, conn):
    t = _("no %s") % x
