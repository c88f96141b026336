from app import read_part
