def example(a, b, items)
  User.find_by_name(a)
end
