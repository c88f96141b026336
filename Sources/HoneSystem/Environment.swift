#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The environment of a process, as bytes.
package struct Environment: Sendable {
  private var values: [String: [UInt8]]

  /// The environment of this process, read anew at each call.
  package static var current: Environment {
    var values: [String: [UInt8]] = [:]
    var pointer = environ
    while let entry = pointer.pointee {
      let bytes = Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
      if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
        values[String(decoding: bytes[..<equals], as: UTF8.self)] = Array(bytes[(equals + 1)...])
      }
      pointer += 1
    }
    return Environment(values: values)
  }

  package init(_ values: [String: String] = [:]) {
    self.values = values.mapValues { Array($0.utf8) }
  }

  private init(values: [String: [UInt8]]) {
    self.values = values
  }

  /// The value of a variable as text; `nil` when it is not set.
  ///
  /// Setting `nil` removes it.
  package subscript(name: String) -> String? {
    get { values[name].map { String(decoding: $0, as: UTF8.self) } }
    set { values[name] = newValue.map { Array($0.utf8) } }
  }

  /// The value of a variable as bytes, for paths.
  package subscript(bytes name: String) -> [UInt8]? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The names of all variables that are set.
  package var names: some Collection<String> { values.keys }

  /// `NAME=value` for each variable, as `execve` takes them.
  var entries: [[UInt8]] {
    values.map { Array($0.key.utf8) + [UInt8(ascii: "=")] + $0.value }
  }
}
