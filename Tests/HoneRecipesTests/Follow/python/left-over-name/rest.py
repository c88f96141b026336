from clock import tick


def second(log):
    log.remove(now() - tick())
