from db import read_rows

print(read_rows(c))
