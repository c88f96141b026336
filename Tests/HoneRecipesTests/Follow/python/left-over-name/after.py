from clock import tick


def first(log):
    log.add(tick())
