def example(a, b, items)
  puts(escape(join(a)))
end
