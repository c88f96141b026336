/// A key whose shape says little, but which is assigned to a name that holds the name of its service.
struct ServiceKey: Sendable {
  /// What the value looks like.
  enum Shape: Sendable {
    case uuid
    case hex(ClosedRange<Int>)
    case lower(ClosedRange<Int>)
    case alphanumeric(ClosedRange<Int>)
    case urlSafe(ClosedRange<Int>)
    case base64(ClosedRange<Int>)
  }

  /// The rule's name.
  let rule: String
  /// What it is called by people.
  let title: String
  /// The name of the service, in lower case, as it stands in names of variables.
  let service: String
  private let shape: Shape

  init(_ rule: String, _ title: String, _ service: String, _ shape: Shape) {
    self.rule = rule
    self.title = title
    self.service = service
    self.shape = shape
  }

  /// Whether a value has the shape, and looks drawn at random.
  func matches(_ text: SourceText, _ value: Range<Int>) -> Bool {
    func isRun(_ set: ByteSet, _ length: ClosedRange<Int>) -> Bool {
      length.contains(value.count) && text.end(of: set, from: value.lowerBound) >= value.upperBound
        && Variety.isVaried(text.bytes[value])
    }
    func isRandom() -> Bool { Variety.isRandom(text.bytes[value], least: 8) }
    switch shape {
    case .uuid: return text.uuidEnd(from: value.lowerBound) == value.upperBound
    case .hex(let length): return isRun(.anyHex, length)
    case .lower(let length): return isRun(.lower, length) && isRandom()
    case .alphanumeric(let length): return isRun(.alphanumeric, length) && isRandom()
    case .urlSafe(let length): return isRun(.urlSafePadded, length) && isRandom()
    case .base64(let length): return isRun(.base64, length)
    }
  }
}
