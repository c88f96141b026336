/// Where and why a text is not of the form that its name promises.
struct SyntaxFault: Error, Hashable {
  /// The byte at which it shows.
  var offset: Int
  /// What is wrong, as the rest of a sentence that begins with the place.
  var message: String
  /// Whether only some readers of the format refuse it.
  var isTolerated = false
  /// Whether whatever runs it warns and goes on.
  var isWarning = false
}
