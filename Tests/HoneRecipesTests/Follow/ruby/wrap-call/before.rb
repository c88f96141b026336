def example(a, b, items)
  puts(join(a))
end
