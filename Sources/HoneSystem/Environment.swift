#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The environment of a process, as bytes.
///
/// A hook asks for a dozen variables of it, so they are looked for where they stand; a table of them all would cost more.
package struct Environment: Sendable {
  /// `NAME=value` for each variable, as `execve` takes them.
  private(set) var entries: [[UInt8]]

  /// The environment of this process, read anew at each call.
  package static var current: Environment {
    var entries: [[UInt8]] = []
    var pointer = environ
    while let entry = pointer.pointee {
      let bytes = UnsafeRawBufferPointer(start: entry, count: strlen(entry))
      if bytes.contains(UInt8(ascii: "=")) { entries.append(Array(bytes)) }
      pointer += 1
    }
    return Environment(entries: entries)
  }

  package init(_ values: [String: String] = [:]) {
    entries = values.map { Array("\($0.key)=\($0.value)".utf8) }
  }

  private init(entries: [[UInt8]]) {
    self.entries = entries
  }

  /// The value of a variable as text; `nil` when it is not set.
  ///
  /// Setting `nil` removes it.
  package subscript(name: String) -> String? {
    get { value(of: name).map { String(decoding: $0, as: UTF8.self) } }
    set { self[bytes: name] = newValue.map { Array($0.utf8) } }
  }

  /// The value of a variable as bytes, for paths.
  package subscript(bytes name: String) -> [UInt8]? {
    get { value(of: name).map { Array($0) } }
    set {
      entries.removeAll { Self.value(of: name, in: $0) != nil }
      if let newValue { entries.append(Array(name.utf8) + [UInt8(ascii: "=")] + newValue) }
    }
  }

  /// The names of all variables that are set.
  package var names: Set<String> { Set(names(beginningWith: "")) }

  /// The names that begin with `prefix`.
  package func names(beginningWith prefix: String) -> [String] {
    entries.filter { $0.starts(with: prefix.utf8) }
      .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
  }

  /// The value of a variable; of one that stands there twice the first, as everybody takes it.
  private func value(of name: String) -> ArraySlice<UInt8>? {
    for entry in entries {
      if let value = Self.value(of: name, in: entry) { return value }
    }
    return nil
  }

  private static func value(of name: String, in entry: [UInt8]) -> ArraySlice<UInt8>? {
    let count = name.utf8.count
    guard entry.count > count, entry[count] == UInt8(ascii: "="), entry.starts(with: name.utf8) else { return nil }
    return entry[(count + 1)...]
  }
}
