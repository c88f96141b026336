def example(a, b, items)
  render(a)
  render(x.y)
end
