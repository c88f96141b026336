from app import load_part
