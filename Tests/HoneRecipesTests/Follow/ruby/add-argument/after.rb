def example(a, b, items)
  render(a, b)
  render(x.y, b)
end
