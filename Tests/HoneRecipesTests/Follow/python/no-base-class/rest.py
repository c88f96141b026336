class Report(object):
    size = 2


class Page(Report):
    pass
