def read_rows(c):
    return c.rows()
