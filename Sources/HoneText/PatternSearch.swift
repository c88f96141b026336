internal import CPCRE2

extension RegularExpression {
  /// How long one search may take, roughly: from then on it is given up at the next try of a match.
  package static let timeLimit = Duration.seconds(1)

  /// The longest text that can be searched, in bytes: beyond, even one try can take long.
  package static let maximumLength = 64 << 20
}

/// The working memory of one search after another with one pattern, for one thread.
struct PatternSearch: ~Copyable {
  private let pattern: CompiledPattern
  private let data: OpaquePointer?
  private let context: OpaquePointer?

  /// How much memory, in KiB, going back may take where the pattern is interpreted.
  private static let heapLimit: UInt32 = 64 << 10

  init(_ pattern: CompiledPattern) {
    self.pattern = pattern
    data = pcre2_match_data_create_from_pattern_8(pattern.code, nil)
    context = pcre2_match_context_create_8(nil)
    pcre2_set_heap_limit_8(context, Self.heapLimit)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
  }

  /// The first match that begins at or after `start` in the text that ends at `end`.
  mutating func firstMatch(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) throws(SearchLimitError) -> PatternMatch? {
    guard start >= 0, start <= end, end <= bytes.count else { return nil }
    guard end <= RegularExpression.maximumLength else { throw SearchLimitError(limit: .length) }
    let result = run(bytes, start, end)
    switch result {
    case 0...: return match(within: end)
    case PCRE2_ERROR_NOMATCH, PCRE2_ERROR_BADUTFOFFSET, PCRE2_ERROR_BADOFFSET: return nil
    case PCRE2_ERROR_CALLOUT: throw SearchLimitError(limit: .time)
    case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_RECURSELOOP: throw SearchLimitError(limit: .steps)
    default: throw SearchLimitError(limit: .memory)
    }
  }

  private func run(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    var timer = SearchTimer()
    let code = pattern.code(toSearch: end - start)
    return withUnsafeMutablePointer(to: &timer) { timer in
      pcre2_set_callout_8(context, SearchTimer.callout, timer)
      var limit = SearchTimer.firstStepLimit(textLength: end)
      while true {
        pcre2_set_match_limit_8(context, limit)
        var result = pcre2_match_8(code, bytes.baseAddress, end, start, 0, data, context)
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
          // The compiled code works on 32 KiB of the thread's stack; the interpreter takes its memory from the heap.
          result = pcre2_match_8(code, bytes.baseAddress, end, start, UInt32(PCRE2_NO_JIT), data, context)
        }
        guard result == PCRE2_ERROR_MATCHLIMIT, let next = timer.pointee.nextStepLimit(after: limit) else {
          return result
        }
        limit = next
      }
    }
  }

  private func match(within end: Int) -> PatternMatch? {
    guard let offsets = pcre2_get_ovector_pointer_8(data) else { return nil }
    var groups: [Range<Int>?] = []
    groups.reserveCapacity(pattern.captureCount + 1)
    for group in 0...pattern.captureCount {
      // Unset offsets are -1.
      let lower = offsets[2 * group]
      let upper = offsets[2 * group + 1]
      groups.append(lower >= 0 && lower <= upper && upper <= end ? lower..<upper : nil)
    }
    return groups[0].map { PatternMatch(range: $0, groups: groups, names: pattern.captureNames) }
  }
}
