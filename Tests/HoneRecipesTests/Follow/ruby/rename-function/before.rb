def example(a, b, items)
  load_user(a)
end
