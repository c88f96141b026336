def example(a, b, items)
  puts(join(b))
end
