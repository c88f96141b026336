def example(a, b, items)
  items.collect(a)
end
