def example(a, b, x, items, path, conn):
    raise SettingsError(path)
