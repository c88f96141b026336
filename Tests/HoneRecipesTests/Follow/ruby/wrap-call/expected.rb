def example(a, b, items)
  puts(escape(join(b)))
end
