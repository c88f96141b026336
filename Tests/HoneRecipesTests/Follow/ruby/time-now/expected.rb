def example(a, b, items)
  log(x, Time.current)
end
