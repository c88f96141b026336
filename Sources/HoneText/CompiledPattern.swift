internal import CPCRE2
internal import Synchronization

/// Owns the code of a compiled pattern; it is read by any number of threads and written by none.
///
/// The code is interpreted at first. Making instructions of it takes as long as searching some thousand bytes does, and in a hook
/// most patterns never see as many; so that is done, in a copy, when a pattern has searched enough.
final class CompiledPattern: Sendable {
  /// The address of the `pcre2_code`; a number, as raw pointers do not say that what they point at is constant.
  private let address: UInt
  let captureCount: Int
  let captureNames: [String: Int]

  /// About how many bytes were searched so far.
  private let searched = Atomic<Int>(0)
  /// The address of the copy that the processor runs by itself; 0 before there is one.
  private let quick = Atomic<UInt>(0)

  /// How many bytes are searched by interpreting.
  private static let interpretedBytes = 16 << 10
  /// About how many bytes could be searched in the time that beginning a search takes.
  private static let bytesOfStart = 64

  /// The code as it was compiled.
  var code: OpaquePointer? { OpaquePointer(bitPattern: address) }

  /// Whether the processor runs it by itself.
  var isQuick: Bool { quick.load(ordering: .acquiring) != 0 }

  /// The code to search with.
  /// - Parameter count: how many bytes may have to be looked at.
  func code(toSearch count: Int) -> OpaquePointer? {
    if let code = OpaquePointer(bitPattern: quick.load(ordering: .acquiring)) { return code }
    let sum = searched.wrappingAdd(min(count, Self.interpretedBytes) + Self.bytesOfStart, ordering: .relaxed).newValue
    guard sum > Self.interpretedBytes, let copy = pcre2_code_copy_8(code) else { return code }
    // Without a result when the platform has no compiler for it: the pattern is then interpreted.
    _ = pcre2_jit_compile_8(copy, UInt32(PCRE2_JIT_COMPLETE))
    let (isFirst, other) = quick.compareExchange(
      expected: 0, desired: UInt(bitPattern: copy), ordering: .acquiringAndReleasing)
    guard !isFirst else { return copy }
    pcre2_code_free_8(copy)
    return OpaquePointer(bitPattern: other)
  }

  /// What precedes the pattern: a callout, reached wherever a match is tried, at which the search can be ended.
  private static let prologue = Array("(?C1)(?:".utf8)

  init(_ pattern: [UInt8], options: UInt32) throws(PatternSyntaxError) {
    let plain = try Self.compiled(pattern, options: options)
    // In extended mode a comment could otherwise hide the bracket.
    let epilogue = options & UInt32(PCRE2_EXTENDED) == 0 ? ")" : "\n)"
    // A pattern that cannot be wrapped (a comment after an inline `(?x)`) has the limits on steps and memory alone.
    let code: OpaquePointer
    if let wrapped = try? Self.compiled(Self.prologue + pattern + epilogue.utf8, options: options) {
      pcre2_code_free_8(plain)
      code = wrapped
    } else {
      code = plain
    }
    address = UInt(bitPattern: code)
    captureCount = Self.number(PCRE2_INFO_CAPTURECOUNT, of: code)
    captureNames = Self.names(of: code)
  }

  deinit {
    pcre2_code_free_8(code)
    pcre2_code_free_8(OpaquePointer(bitPattern: quick.load(ordering: .acquiring)))
  }

  private static func compiled(_ pattern: [UInt8], options: UInt32) throws(PatternSyntaxError) -> OpaquePointer {
    let context = pcre2_compile_context_create_8(nil)
    defer { pcre2_compile_context_free_8(context) }
    pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
    pcre2_set_parens_nest_limit_8(context, 250)
    var code: Int32 = 0
    var offset = 0
    guard let compiled = pcre2_compile_8(pattern, pattern.count, options, &code, &offset, context) else {
      throw PatternSyntaxError(offset: min(offset, pattern.count), message: message(of: code))
    }
    return compiled
  }

  private static func message(of code: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(code, &text, text.count)
    return length > 0 ? String(decoding: text.prefix(Int(length)), as: UTF8.self) : "error \(code)"
  }

  private static func number(_ what: Int32, of code: OpaquePointer) -> Int {
    var value: UInt32 = 0
    return pcre2_pattern_info_8(code, UInt32(what), &value) == 0 ? Int(value) : 0
  }

  /// The table of names: rows of equal length, each the number in two bytes (high byte first) and the name with a final 0.
  private static func names(of code: OpaquePointer) -> [String: Int] {
    let count = number(PCRE2_INFO_NAMECOUNT, of: code)
    let length = number(PCRE2_INFO_NAMEENTRYSIZE, of: code)
    var table: UnsafePointer<UInt8>?
    guard count > 0, pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let table else {
      return [:]
    }
    var names: [String: Int] = [:]
    for row in UnsafeBufferPointer(start: table, count: count * length).chunks(of: length) {
      let name = row.dropFirst(2).prefix { $0 != 0 }
      names[String(decoding: name, as: UTF8.self)] = Int(row[row.startIndex]) << 8 | Int(row[row.startIndex + 1])
    }
    return names
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The consecutive parts of `length` bytes.
  fileprivate func chunks(of length: Int) -> some Sequence<Slice<Self>> {
    stride(from: 0, to: count, by: Swift.max(length, 1)).lazy.map { self[$0..<Swift.min($0 + length, self.count)] }
  }
}
