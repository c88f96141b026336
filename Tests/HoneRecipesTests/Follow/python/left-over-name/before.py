from clock import now


def first(log):
    log.add(now())
