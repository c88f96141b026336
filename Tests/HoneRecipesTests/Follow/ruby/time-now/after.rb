def example(a, b, items)
  save(Time.current)
end
