def example(a, b, items)
  u = load_user(id)
end
