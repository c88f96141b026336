internal import HoneCore

/// Binary files that a compiler has made: what can be built does not belong beside its source.
///
/// Told by how their formats begin, so that images, fonts and archives, which projects do keep, are left alone.
struct BuildProductCheck: Check {
  static let rule = RuleDescription(
    "leftover/binary-file", .warning, "a compiled program, library or object is committed", scope: .newInFile)

  /// The first bytes and the name of each format, from the formats' own specifications (ELF, Mach-O, PE, Java SE class
  /// files, System V archives, LLVM bitcode).
  private static func format(of bytes: [UInt8]) -> String? {
    guard bytes.count >= 4 else { return nil }
    return switch UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3]) {
    case 0x7f45_4c46: "an ELF program, library or object"
    case 0xfeed_face, 0xfeed_facf, 0xcefa_edfe, 0xcffa_edfe: "a Mach-O program or library"
    case 0xcafe_babe: "a Java class or a Mach-O program"
    case 0x213c_6172 where bytes.starts(with: "!<arch>\n".utf8): "a static library"
    case 0x4243_c0de: "LLVM bitcode"
    default: nil
    }
  }

  /// Whether a compiler has made the file.
  static func isCompiled(_ file: CheckedFile) -> Bool { format(of: file) != nil }

  var rules: [RuleDescription] { [Self.rule] }

  func findings(in file: CheckedFile) -> [Finding] {
    guard let name = Self.format(of: file) else { return [] }
    return [
      file.finding(
        Self.rule, at: 0..<0,
        "the file is \(name); git rm --cached it and put its name into .gitignore, unless it cannot be built")
    ]
  }

  private static func format(of file: CheckedFile) -> String? {
    if let format = format(of: file.contents) { return format }
    if file.contents.starts(with: [0x4d, 0x5a]), file.isBinary, isPortableExecutable(file.contents) {
      return "a Windows program or library"
    }
    // CPython's byte code begins with a number of the release and CR LF.
    if file.contents.count > 16, file.contents[2] == 0x0d, file.contents[3] == 0x0a, file.path.fileExtension == "pyc" {
      return "Python byte code"
    }
    return nil
  }

  /// The four bytes at 0x3c say where the header `PE\0\0` stands.
  private static func isPortableExecutable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 0x40 else { return false }
    let offset = (0..<4).reduce(0) { $0 | Int(bytes[0x3c + $1]) << (8 * $1) }
    return offset + 4 <= bytes.count && bytes[offset..<(offset + 4)].elementsEqual([0x50, 0x45, 0, 0])
  }
}
