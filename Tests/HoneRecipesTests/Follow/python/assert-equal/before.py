def example(a, b, x, items, path, conn):
    self.assertEqual(a, 3)
    self.assertEqual(b.x, x)
