from app import read_part

print(read_part(1))
