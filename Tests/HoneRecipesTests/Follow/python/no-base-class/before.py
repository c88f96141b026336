class Audit(object):
    level = 1
