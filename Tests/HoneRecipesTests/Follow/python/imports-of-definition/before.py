def load_rows(c):
    return c.rows()
