#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneGit
internal import HoneSystem

/// One hook in the folder in which git looks for it: Hone's file and the one that made room for it.
struct InstalledHook {
  /// What stands under the name of the hook.
  enum State: Hashable {
    case absent
    /// A file of Hone's, or a link of earlier releases, and the program that it starts.
    case own(program: [UInt8])
    /// Something else, which git runs or would run.
    case foreign
  }

  /// What managers put behind the name of a hook that they move aside: pre-commit and prek, which still run it, and lefthook.
  static let asideSuffixes = [".legacy", ".old"]

  let name: HookName
  /// The path of the hook.
  let file: [UInt8]
  /// The path of what made room for it.
  let former: [UInt8]

  init(_ name: HookName, in folder: [UInt8]) {
    self.name = name
    file = folder + Array("/\(name.rawValue)".utf8)
    former = file + Array(FormerHook.suffix.utf8)
  }

  // MARK: Looking

  var state: State { Self.state(of: file) }

  private static func state(of file: [UInt8]) -> State {
    guard HookFile.exists(file) else { return .absent }
    if let target = HookFile.target(of: file) {
      let isOwn = target.first == UInt8(ascii: "/") && target.ends(with: "/\(HookProgram.name)")
      return isOwn ? .own(program: target) : .foreign
    }
    let program = HookFile.read(file, limit: HookShim.sizeLimit).flatMap { HookShim.program(of: $0) }
    return program.map { .own(program: $0) } ?? .foreign
  }

  var hasFormer: Bool { HookFile.exists(former) }

  /// Whether it is a link, as earlier releases made them: whoever writes to it writes over the program.
  var isLink: Bool { HookFile.target(of: file) != nil }

  /// Hone's files that a manager has moved aside when it was installed over them.
  var aside: [[UInt8]] {
    Self.asideSuffixes.map { file + Array($0.utf8) }.filter {
      if case .own = Self.state(of: $0) { true } else { false }
    }
  }

  /// Whether two files hold the same: a manager that was installed over Hone has then written its hook once more.
  static func areSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    // So an installation that was killed has left it.
    if HookFile.areOneFile(one, other) { return true }
    guard let bytes = HookFile.read(one, limit: HookScript.limit), bytes.count < HookScript.limit else { return false }
    return HookFile.read(other, limit: HookScript.limit) == bytes
  }

  // MARK: Changing

  /// Puts Hone's file in place; what was there makes room first.
  /// - Returns: whether anything had to be done.
  /// - Throws: `rejected` where two other hooks are in the way; `writeFailed`.
  func install(program: [UInt8]) throws(Refusal) -> Bool {
    removeRemains()
    let (state, aside) = (state, aside)
    let contents = HookShim.contents(starting: program)
    let isThere =
      !isLink && HookFile.read(file, limit: HookShim.sizeLimit) == contents && HookFile.isExecutable(file)
    if isThere, aside.isEmpty { return false }
    // The hook of a manager that was installed over Hone's: it is the former one still, and need not be kept twice.
    let isAgain = state == .foreign && hasFormer && Self.areSame(file, former)
    if state == .foreign, hasFormer, !isAgain {
      throw Refusal(
        .rejected, "\(HookFile.text(file)) is not Hone's, and \(HookFile.text(former)) is there already",
        remedy: "keep one of the two, remove or rename the other, and install again")
    }
    do throws(SystemError) {
      if !isThere {
        HookFile.makeFolder(HookFile.folder(of: file))
        let new = file + Self.mark + Array("\(getpid())".utf8)
        HookFile.remove(new)
        try HookFile.make(new, contents, mode: 0o755)
        // git finds either hook at every moment, and never half of one. Where a file has one name only, it finds none for a moment.
        if state == .foreign, !isAgain, !HookFile.addName(former, to: file) { try HookFile.rename(file, to: former) }
        try HookFile.rename(new, to: file)
      }
      // Hone's hook would run once more, by the manager that it runs first.
      for path in aside { try Self.remove(path) }
    } catch {
      throw Self.refusal(error)
    }
    return true
  }

  /// Takes Hone's files away and puts back what made room for them, as it was.
  /// - Returns: whether anything had to be done.
  /// - Throws: `rejected` when somebody has changed the hook since; everything stays then. `writeFailed`.
  func uninstall() throws(Refusal) -> Bool {
    removeRemains()
    let (state, aside, hasFormer) = (state, aside, hasFormer)
    let isTwice = state == .foreign && hasFormer && Self.areSame(file, former)
    if state == .foreign, hasFormer, !isTwice, aside.isEmpty {
      throw Refusal(
        .rejected, "\(HookFile.text(file)) is not Hone's any more and stays, and so does \(HookFile.text(former))",
        remedy: "put into one file what both do, and remove the other")
    }
    if state == .foreign || state == .absent, !hasFormer, aside.isEmpty { return false }
    do throws(SystemError) {
      var left = aside
      if isTwice {
        try Self.remove(former)
      } else if state == .foreign {
        // The manager that has moved Hone's hook aside goes on with the one that Hone ran.
        if hasFormer, !left.isEmpty { try HookFile.rename(former, to: left.removeFirst()) }
      } else if hasFormer {
        try HookFile.rename(former, to: file)
      } else if state != .absent {
        try Self.remove(file)
      }
      for path in left { try Self.remove(path) }
    } catch {
      throw Self.refusal(error)
    }
    return true
  }

  /// What Hone's file is called until it is whole, before the id of the process that writes it.
  private static let mark = Array(".hone-".utf8)

  /// Removes what installations that were killed have left.
  private func removeRemains() {
    let folder = HookFile.folder(of: file)
    let start = Array(name.rawValue.utf8) + Self.mark
    for name in FolderListing.names(in: folder) where name.starts(with: start) {
      guard let process = Int32(String(decoding: name.dropFirst(start.count), as: UTF8.self)), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      HookFile.remove(folder + [UInt8(ascii: "/")] + name)
    }
  }

  private static func remove(_ path: [UInt8]) throws(SystemError) {
    guard HookFile.remove(path) else { throw SystemError("remove \(HookFile.text(path))") }
  }

  private static func refusal(_ error: SystemError) -> Refusal {
    Refusal(.writeFailed, error.description, remedy: "see that the folder of the hooks can be written")
  }
}
