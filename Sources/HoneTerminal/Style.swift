/// The few colours Hone uses, in the meaning that git gives them.
package struct Style: Sendable {
  /// Whether colours are written at all.
  package let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  func added(_ text: String) -> String { wrap(text, "32") }
  func removed(_ text: String) -> String { wrap(text, "31") }
  func place(_ text: String) -> String { wrap(text, "36") }
  func strong(_ text: String) -> String { wrap(text, "1") }
  func faint(_ text: String) -> String { wrap(text, "2") }
  func warning(_ text: String) -> String { wrap(text, "33") }
  func question(_ text: String) -> String { wrap(text, "1;34") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[m" : text
  }
}
