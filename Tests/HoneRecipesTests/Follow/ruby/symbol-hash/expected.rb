def example(a, b, items)
  open(b, mode: 1)
end
