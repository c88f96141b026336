def example(a, b, items)
  items.map(a)
end
