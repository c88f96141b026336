/// Why no connection could be made, in plain words.
enum ConnectionTrouble {
  /// - Returns: `nil` where nothing is known that is plainer than the error's own words.
  static func words(of error: any Error) -> String? {
    let text = String(describing: error)
    return [
      ("Connection refused", "connection refused"), ("UnknownHost", "there is no host of that name"),
      ("No route to host", "there is no route to it"), ("Network is unreachable", "the network is unreachable"),
    ].first { text.contains($0.0) }?.1
  }
}
