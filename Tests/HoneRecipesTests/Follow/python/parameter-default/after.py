def create_user(name, is_admin=True):
    pass
