def example(a, b, items)
  check(!a.nil?)
end
