#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore

/// Compares an index with a tree, as `git diff-index --cached --raw --no-renames` does.
///
/// Entries and tree are walked side by side in the order of their names. A folder whose cached tree is the tree's own is
/// passed over with everything below it; that is what makes it fast.
struct IndexReaderComparison {
  /// What the comparison leaves to git: conflicts, announced files, submodules, missing objects, damage.
  struct Unusual: Error {}

  /// One path that differs.
  struct Record {
    let path: [UInt8]
    let old: IndexEntry?
    let new: IndexEntry?
  }

  /// Deeper folders are left to git; a path of 4,095 bytes has no more.
  private static let maximumDepth = 2_048

  private let trees: IndexReaderTrees?
  private let readTree: (ObjectID) -> [UInt8]?
  private var cursor: IndexReaderCursor
  private var records: [Record] = []
  /// The folder that is being compared, with a final slash; empty at the top.
  private var prefix: [UInt8] = []
  private var depth = 0

  /// - Parameters:
  ///   - tree: the tree to compare with; `nil` for the empty one.
  ///   - readTree: the content of a tree object; `nil` when it is not here.
  /// - Returns: the differences in the order of their paths.
  static func records(
    index: IndexReader, tree: ObjectID?, readTree: @escaping (ObjectID) -> [UInt8]?
  ) throws(Unusual) -> [Record] {
    var comparison = IndexReaderComparison(index: index, readTree: readTree)
    let top = index.cachedTrees.map { _ in 0 }
    if let top, let trees = index.cachedTrees, let tree, comparison.isSame(trees[top], tree),
      let count = trees[top].entryCount
    {
      guard count == index.entryCount else { throw Unusual() }
      return []
    }
    try comparison.compare(folder: top, tree: tree)
    guard comparison.cursor.isAtEnd else { throw Unusual() }
    return comparison.records
  }

  private init(index: IndexReader, readTree: @escaping (ObjectID) -> [UInt8]?) {
    trees = index.cachedTrees
    self.readTree = readTree
    cursor = IndexReaderCursor(index)
  }

  // MARK: Walking

  private mutating func compare(folder: Int?, tree: ObjectID?) throws(Unusual) {
    guard depth < Self.maximumDepth else { throw Unusual() }
    depth += 1
    defer { depth -= 1 }
    let object = try tree.map { id throws(Unusual) in try TreeObject(id, readTree) }
    let children = folder.flatMap { trees?.children(of: $0) } ?? []
    var position = 0
    while true {
      let left = object.flatMap { position < $0.entries.count ? $0.entries[position] : nil }
      let right = try indexName()
      guard left != nil || right != nil else { return }
      switch Self.order(left, of: object, right) {
      case .orderedBefore:
        if let left, let object { try remove(left, of: object) }
        position += 1
      case .orderedAfter:
        if let right { try add(isFolder: right.last == UInt8(ascii: "/"), name: right) }
      case .same:
        guard let left, let object, let right else { throw Unusual() }
        if left.mode == .directory {
          let child = right.dropLast().withUnsafeBytes { trees?.child(named: $0, among: children) }
          try compareFolder(name: right, tree: object.id(of: left), child: child)
        } else {
          try compareFile(left, of: object)
        }
        position += 1
      }
    }
  }

  /// The part of the entry's path that lies in this folder, with a final slash when it is a folder; `nil` when the next
  /// entry lies elsewhere.
  private func indexName() throws(Unusual) -> ArraySlice<UInt8>? {
    guard !cursor.isAtEnd, cursor.name.starts(with: prefix) else { return nil }
    let rest = cursor.name[prefix.count...]
    guard let first = rest.first, first != UInt8(ascii: "/") else { throw Unusual() }
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return rest }
    return rest[...slash]
  }

  private mutating func compareFolder(name: ArraySlice<UInt8>, tree: ObjectID, child: Int?) throws(Unusual) {
    if let child, let folder = trees?[child], let count = folder.entryCount, isSame(folder, tree) {
      guard count > 0 else { throw Unusual() }
      return cursor.advance(by: count)
    }
    prefix += name
    try compare(folder: child, tree: tree)
    prefix.removeLast(name.count)
  }

  private mutating func compareFile(_ entry: TreeObject.Entry, of object: TreeObject) throws(Unusual) {
    guard !cursor.isSpecial else { throw Unusual() }
    if entry.mode != cursor.mode || !object.hasID(cursor.id, entry) {
      let old = IndexEntry(mode: entry.mode, id: object.id(of: entry))
      records.append(Record(path: cursor.name, old: old, new: try indexEntry()))
      guard old.mode != .submodule else { throw Unusual() }
    }
    try next()
  }

  private mutating func add(isFolder: Bool, name: ArraySlice<UInt8>) throws(Unusual) {
    guard isFolder else {
      records.append(Record(path: cursor.name, old: nil, new: try indexEntry()))
      return try next()
    }
    let folder = prefix + name
    while !cursor.isAtEnd, cursor.name.starts(with: folder) {
      records.append(Record(path: cursor.name, old: nil, new: try indexEntry()))
      try next()
    }
  }

  private mutating func remove(_ entry: TreeObject.Entry, of object: TreeObject) throws(Unusual) {
    let path = prefix + object.bytes[entry.name]
    guard entry.mode == .directory else {
      guard entry.mode != .submodule else { throw Unusual() }
      records.append(Record(path: path, old: IndexEntry(mode: entry.mode, id: object.id(of: entry)), new: nil))
      return
    }
    guard depth < Self.maximumDepth else { throw Unusual() }
    depth += 1
    defer { depth -= 1 }
    let kept = prefix
    prefix = path + [UInt8(ascii: "/")]
    defer { prefix = kept }
    let below = try TreeObject(object.id(of: entry), readTree)
    for entry in below.entries { try remove(entry, of: below) }
  }

  private func indexEntry() throws(Unusual) -> IndexEntry {
    guard !cursor.isSpecial, cursor.mode.isRegularFile || cursor.mode == .symbolicLink,
      let id = ObjectID(bytes: cursor.id)
    else { throw Unusual() }
    return IndexEntry(mode: cursor.mode, id: id)
  }

  /// Goes on to the next entry, whose name must be greater.
  private mutating func next() throws(Unusual) {
    guard cursor.advanceInOrder() else { throw Unusual() }
  }

  private func isSame(_ folder: IndexReaderTrees.Folder, _ tree: ObjectID) -> Bool {
    guard let trees, folder.entryCount != nil else { return false }
    return trees.id(of: folder).elementsEqual(tree.bytes)
  }

  // MARK: Order

  private enum Order { case orderedBefore, same, orderedAfter }

  /// Compares names as trees and indexes are sorted: by bytes, folders with their slash.
  ///
  /// What is missing comes last.
  private static func order(_ left: TreeObject.Entry?, of object: TreeObject?, _ right: ArraySlice<UInt8>?) -> Order {
    guard let left, let object else { return .orderedAfter }
    guard let right else { return .orderedBefore }
    let count = left.name.count
    let common = object.bytes.withUnsafeBytes { a in
      right.withUnsafeBytes { b in
        guard let first = a.baseAddress, let second = b.baseAddress else { return Int32(0) }
        return memcmp(first + left.name.lowerBound, second, min(count, b.count))
      }
    }
    if common != 0 { return common < 0 ? .orderedBefore : .orderedAfter }
    if count > right.count { return .orderedAfter }
    let slash = UInt8(ascii: "/")
    guard left.mode == .directory else { return count == right.count ? .same : .orderedBefore }
    guard let next = right.dropFirst(count).first else { return .orderedAfter }
    if next == slash { return count + 1 == right.count ? .same : .orderedBefore }
    return slash < next ? .orderedBefore : .orderedAfter
  }
}
