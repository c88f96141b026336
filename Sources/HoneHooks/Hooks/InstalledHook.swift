#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import HoneCore
internal import HoneSystem

/// One hook in the folder in which git looks for it: Hone's file and the one that made room for it.
///
/// Hone's file is a symbolic link to `hone-hook`, which tells by its own name which hook it is; starting a shell in
/// between would cost ten milliseconds a commit. Where the file system has no links, it is a script of two lines.
struct InstalledHook {
  /// What stands under the name of the hook.
  enum State: Hashable {
    case absent
    /// A link or script of Hone's, and the program that it starts.
    case own(program: [UInt8])
    /// Something else, which git runs or would run.
    case foreign
  }

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

  var state: State {
    guard HookFile.exists(file) else { return .absent }
    if let target = HookFile.target(of: file) {
      let isOwn = target.first == UInt8(ascii: "/") && target.ends(with: "/\(HookProgram.name)")
      return isOwn ? .own(program: target) : .foreign
    }
    guard let bytes = HookFile.read(file, limit: 8_192), let program = Self.program(ofScript: bytes) else {
      return .foreign
    }
    return .own(program: program)
  }

  var hasFormer: Bool { HookFile.exists(former) }

  // MARK: Changing

  /// Puts Hone's file in place; what was there makes room first.
  /// - Parameter linksAllowed: `false` in tests of file systems without links.
  /// - Returns: whether anything had to be done.
  func install(program: [UInt8], linksAllowed: Bool = true) throws(Refusal) -> Bool {
    let state = state
    if state == .own(program: program) { return false }
    if state == .foreign, hasFormer {
      throw Refusal(
        .rejected, "\(HookFile.text(file)) is not Hone's, and \(HookFile.text(former)) is there already",
        remedy: "keep one of the two, remove or rename the other, and install again")
    }
    do throws(SystemError) {
      HookFile.makeFolder(HookFile.folder(of: file))
      let new = file + Array(".hone-\(getpid())".utf8)
      HookFile.remove(new)
      try make(new, program: program, linksAllowed: linksAllowed)
      // From here on git finds either hook, or for a moment none, and never half of one.
      if state == .foreign { try HookFile.rename(file, to: former) }
      try HookFile.rename(new, to: file)
    } catch {
      throw Self.refusal(error)
    }
    return true
  }

  /// Takes Hone's file away and puts back what made room for it, as it was.
  /// - Returns: whether anything had to be done.
  /// - Throws: `rejected` when somebody has changed the hook since; everything stays then.
  func uninstall() throws(Refusal) -> Bool {
    switch state {
    case .foreign where hasFormer:
      throw Refusal(
        .rejected, "\(HookFile.text(file)) is not Hone's any more and stays, and so does \(HookFile.text(former))",
        remedy: "put into one file what both do, and remove the other")
    case .foreign: return false
    case .absent where !hasFormer: return false
    case .absent, .own: break
    }
    do throws(SystemError) {
      if hasFormer {
        try HookFile.rename(former, to: file)
      } else if !HookFile.remove(file) {
        throw SystemError("remove \(HookFile.text(file))")
      }
    } catch {
      throw Self.refusal(error)
    }
    return true
  }

  private func make(_ path: [UInt8], program: [UInt8], linksAllowed: Bool) throws(SystemError) {
    if linksAllowed {
      do throws(SystemError) {
        return try HookFile.link(path, to: program)
      } catch {
        // What file systems without links answer.
        guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(error.code) else { throw error }
      }
    }
    try HookFile.make(path, Self.script(starting: program), mode: 0o755)
  }

  private static func refusal(_ error: SystemError) -> Refusal {
    Refusal(.writeFailed, error.description, remedy: "see that the folder of the hooks can be written")
  }

  // MARK: The script

  /// What a shell needs to start the program as the hook.
  static func script(starting program: [UInt8]) -> [UInt8] {
    Array("#!/bin/sh\nexec ".utf8) + ShellWord.quoted(program) + Array(" as \"$0\" \"$@\"\n".utf8)
  }

  /// The program that a script of this form starts; `nil` for any other script, even one that only adds a line.
  static func program(ofScript bytes: [UInt8]) -> [UInt8]? {
    let start = Array("#!/bin/sh\nexec '".utf8)
    guard bytes.starts(with: start) else { return nil }
    let rest = bytes[start.count...]
    guard let end = rest.lastIndex(of: UInt8(ascii: "'")) else { return nil }
    let program = ShellWord.unquoted(rest[..<end])
    return program.ends(with: "/\(HookProgram.name)") && script(starting: program) == bytes ? program : nil
  }
}

/// Words as a POSIX shell takes them literally.
enum ShellWord {
  /// The word in single quotes; a single quote is written as `'\''`.
  static func quoted(_ word: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "'")
    return [quote] + word.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] } + [quote]
  }

  /// The word of which `quoted` made what stands between the outer quotes.
  static func unquoted(_ inner: ArraySlice<UInt8>) -> [UInt8] {
    var word: [UInt8] = []
    var rest = inner
    while let byte = rest.first {
      if rest.starts(with: #"'\''"#.utf8) {
        word.append(UInt8(ascii: "'"))
        rest = rest.dropFirst(4)
      } else {
        word.append(byte)
        rest = rest.dropFirst()
      }
    }
    return word
  }
}

extension [UInt8] {
  /// Whether the bytes end with `text`.
  func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
