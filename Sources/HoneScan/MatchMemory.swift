package import HoneCore

/// Matches that were found before, by the blob they were found in; all of the same programs.
///
/// A record is the 20 bytes of the blob's id, the length of the rest, the parts of the file that its matches tell of, and
/// the matches, as places in the file. Numbers are unsigned LEB128.
package struct MatchMemory: Sendable {
  private var records: [ObjectID: ArraySlice<UInt8>] = [:]

  package init() {}

  /// How many bytes the records take that were noted here.
  package private(set) var size = 0

  /// How many blobs are known.
  package var count: Int { records.count }

  /// What was found in a blob; `nil` when it was never searched, or the record makes no sense.
  package func matches(of id: ObjectID) -> [FoundMatch]? {
    guard let record = records[id] else { return nil }
    var reader = MatchRecordReader(record)
    return reader.matches()
  }

  /// Notes what was found in a blob.
  package mutating func remember(_ matches: [FoundMatch], of id: ObjectID) {
    var bytes: [UInt8] = []
    MatchRecordWriter.write(matches, to: &bytes)
    size += bytes.count + id.bytes.count
    records[id] = bytes[...]
  }

  /// What both know; `newer` counts where they differ.
  package func merging(_ newer: MatchMemory) -> MatchMemory {
    var merged = self
    merged.records.merge(newer.records) { _, new in new }
    return merged
  }

  // MARK: Bytes

  /// The first bytes of the form; another form begins with others.
  private static let magic = Array("hone matches 3\n".utf8)

  /// All records, to be read again by `init(bytes:)`.
  package var bytes: [UInt8] {
    var bytes = Self.magic
    for (id, record) in records {
      bytes += id.bytes
      MatchRecordWriter.write(record.count, to: &bytes)
      bytes += record
    }
    return bytes
  }

  /// Reads records; those after the first that is broken are dropped, for all of it can be found again.
  package init(bytes: [UInt8]) {
    guard bytes.starts(with: Self.magic) else { return }
    var reader = MatchRecordReader(bytes[Self.magic.count...])
    while let raw = reader.bytes(count: 20), let id = ObjectID(bytes: raw), let count = reader.number(),
      let record = reader.bytes(count: count)
    {
      records[id] = record
    }
  }
}
