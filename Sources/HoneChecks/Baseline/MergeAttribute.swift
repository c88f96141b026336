/// The line of `.gitattributes` that has git merge the baseline without conflicts, by keeping the lines of both sides.
package enum MergeAttribute {
  /// Where the line is.
  package static let file = ".gitattributes"

  /// The line, without its ending.
  package static let line = "\(Baseline.name) merge=union"

  /// The attributes of a repository with the line behind what is there.
  /// - Parameter contents: of the file; `nil` when there is none.
  package static func added(to contents: [UInt8]?) -> [UInt8] {
    let contents = contents ?? []
    let ending: [UInt8] = contents.suffix(2).elementsEqual([0x0d, 0x0a]) ? [0x0d, 0x0a] : [0x0a]
    let isOpen = !contents.isEmpty && contents.last != 0x0a
    return contents + (isOpen ? ending : []) + Array(line.utf8) + ending
  }
}
