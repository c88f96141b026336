def example(a, b, items)
  log(x, Time.now)
end
