def example(a, b, items)
  rows.map(b)
end
