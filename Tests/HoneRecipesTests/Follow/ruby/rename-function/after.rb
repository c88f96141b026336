def example(a, b, items)
  fetch_user(a)
end
