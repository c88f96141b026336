def example(a, b, items)
  rows.collect(b)
end
