def example(a, b, items)
  check(a.present?)
end
