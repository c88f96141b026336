def example(a, b, items)
  render(items)
end
