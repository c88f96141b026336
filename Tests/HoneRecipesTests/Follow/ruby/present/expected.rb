def example(a, b, items)
  check(name.present?)
end
