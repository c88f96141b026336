def example(a, b, x, items, path, conn):
    send(order.customer.login)
