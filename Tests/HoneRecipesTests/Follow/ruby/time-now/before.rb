def example(a, b, items)
  save(Time.now)
end
