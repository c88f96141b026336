def example(a, b, x, items, path, conn):
    self.assertEqual(total(items), 7)
