create_user("ada", is_admin=False)
