extension Array {
  /// The element with an offset, found by halving; the elements must be in the order of their offsets.
  func first(at offset: Int, by key: (Element) -> Int) -> Element? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low < count && key(self[low]) == offset ? self[low] : nil
  }
}
