from app import load_part

print(load_part(1))
