def example(a, b, items)
  u = fetch_user(id)
end
