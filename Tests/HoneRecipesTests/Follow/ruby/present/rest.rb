def example(a, b, items)
  check(!name.nil?)
end
