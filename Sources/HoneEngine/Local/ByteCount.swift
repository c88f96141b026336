/// Numbers of bytes, for people.
package enum ByteCount {
  /// The count in decimal units with three digits at most, for example `491 MB` or `1.5 GB`.
  package static func text(_ count: Int64) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 {
        let tenths = Int((value * 10).rounded())
        let isWhole = unit == "B" || tenths >= 100 || tenths % 10 == 0
        return isWhole ? "\(Int(value.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1000
    }
    return "\(Int(value.rounded())) TB"
  }
}
