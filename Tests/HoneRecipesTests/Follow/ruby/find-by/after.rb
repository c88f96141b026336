def example(a, b, items)
  User.find_by(name: a)
end
