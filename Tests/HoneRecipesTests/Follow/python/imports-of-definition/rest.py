from db import load_rows

print(load_rows(c))
