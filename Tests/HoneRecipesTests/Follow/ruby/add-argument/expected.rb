def example(a, b, items)
  render(items, b)
end
