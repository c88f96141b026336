def create_user(name, is_admin=False):
    pass
