class Report:
    size = 2


class Page(Report):
    pass
