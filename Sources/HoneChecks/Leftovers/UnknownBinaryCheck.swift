internal import HoneCore

/// Binary files of no format that projects keep: databases, dumps, caches and what a program happened to write.
///
/// Images, fonts, archives, sounds, films, documents and models are told by their names, text in UTF-16 by its mark. A compiled
/// file is `BuildProductCheck`'s. A file that `.gitattributes` calls binary, or that git-lfs keeps, is meant to be there; since
/// only git knows that, it is taken out of the findings where they are gathered.
package struct UnknownBinaryCheck: Check {
  package static let rule = RuleDescription(
    "leftover/unknown-binary", .warning, "a binary file of no format that projects keep is committed",
    scope: .newInFile)

  /// The largest size in bytes that is only noted, and in tests not told at all.
  let limit: Int

  package var rules: [RuleDescription] { [Self.rule] }

  /// Names of formats that projects keep.
  private static let keptEndings: Set<String> = [
    // Images.
    "png", "apng", "jpg", "jpeg", "gif", "bmp", "ico", "cur", "icns", "webp", "avif", "heic", "heif", "jxl", "tif",
    "tiff",
    "psd", "ai", "xcf", "svgz", "dds", "exr", "hdr", "ktx", "ktx2", "tga", "pbm", "pgm", "ppm", "sketch", "fig", "kra",
    "eps",
    // Fonts.
    "ttf", "ttc", "otf", "woff", "woff2", "eot", "pfb", "pcf",
    // Archives, and what is one by another name.
    "zip", "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "lz4", "br", "7z", "rar", "tar", "jar", "war", "aar", "whl",
    "egg",
    "nupkg", "gem", "crx", "xpi", "vsix", "deb", "rpm", "apk", "ipa", "dmg", "iso", "wasm",
    // Sounds and films.
    "mp3", "wav", "ogg", "oga", "opus", "flac", "m4a", "aac", "aif", "aiff", "mid", "mp4", "m4v", "mov", "webm", "avi",
    "mkv",
    "ogv",
    // Documents.
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "epub", "numbers", "pages", "key",
    // Scenes and models in space.
    "blend", "fbx", "glb", "gltf", "stl", "3ds", "obj", "usdz",
    // Translations, interfaces, certificates and signatures.
    "mo", "gmo", "nib", "strings", "resources", "gpg", "pgp", "sig", "asc", "der", "crt", "cer", "snap", "tflite",
    "bcmap", "qm", "tgs", "icc", "icm", "lockb",
  ]

  package func findings(in file: CheckedFile) -> [Finding] {
    guard file.isBinary, !Self.keptEndings.contains(file.path.fileExtension.lowercased()),
      !Self.isArchive(file.contents), !Self.isWideText(file.contents), !BuildProductCheck.isCompiled(file),
      !StrayFileCheck.isStray(file.path)
    else { return [] }
    let isLarge = file.size > limit
    guard isLarge || !Self.isForTests(file.path) else { return [] }
    let message =
      "the file is binary, has \(file.size) bytes, and is of no format that projects keep; git rm --cached it, or write "
      + "`\(Self.pattern(for: file.path)) binary` into .gitattributes if it belongs here"
    return [file.finding(Self.rule, at: 0..<0, message, severity: isLarge ? .warning : .note)]
  }

  /// Whether the file is a ZIP, gzip or XZ archive, whatever its name; many formats are one inside.
  private static func isArchive(_ bytes: [UInt8]) -> Bool {
    [[0x50, 0x4b, 3, 4], [0x1f, 0x8b], [0xfd, 0x37, 0x7a, 0x58]].contains { bytes.starts(with: $0) }
  }

  /// Whether the text is in UTF-16 or UTF-32, as the mark at its beginning says.
  private static func isWideText(_ bytes: [UInt8]) -> Bool {
    [[0xff, 0xfe], [0xfe, 0xff], [0, 0, 0xfe, 0xff]].contains { bytes.starts(with: $0) }
  }

  private static func isForTests(_ path: RepositoryPath) -> Bool {
    path.text.lowercased().split { !$0.isLetter && !$0.isNumber }.contains {
      ["test", "tests", "testdata", "spec", "specs", "fixture", "fixtures", "corpus", "snapshots", "golden"].contains(
        $0)
    }
  }

  /// What stands for such files in `.gitattributes`.
  private static func pattern(for path: RepositoryPath) -> String {
    let ending = path.fileExtension
    return ending.isEmpty || !ending.allSatisfy { $0.isLetter || $0.isNumber } ? path.text : "*.\(ending)"
  }
}
