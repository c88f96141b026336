class Audit:
    level = 1
