def example(a, b, items)
  open(a, :mode => 1)
end
