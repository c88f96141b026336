internal import HoneCore
internal import HoneGit

/// Files that are not the project's own: those that come from elsewhere, and those that programs make.
enum ForeignFiles: Hashable {
  /// Folders that hold other people's code, or `linguist-vendored`.
  case vendored
  /// Names of files that programs make, or `linguist-generated`.
  case generated

  /// - Parameter told: what attributes say of the file; it counts before its path.
  /// - Returns: `nil` for a file of the project's own.
  init?(_ path: RepositoryPath, told: LinguistAttributes) {
    if told.isVendored ?? Self.isVendored(path) {
      self = .vendored
    } else if told.isGenerated ?? Self.isGenerated(path) {
      self = .generated
    } else {
      return nil
    }
  }

  /// Folders that hold other people's code, by linguist's custom.
  private static let vendorFolders: Set<String> = [
    "bower_components", "node_modules", "third_party", "third-party", "vendor", "vendored", "Pods", "Carthage",
  ]

  private static func isVendored(_ path: RepositoryPath) -> Bool {
    path.components.dropLast().contains { vendorFolders.contains(String(decoding: $0, as: UTF8.self)) }
  }

  /// Names of files that programs make, by linguist's custom.
  private static func isGenerated(_ path: RepositoryPath) -> Bool {
    let name = String(decoding: path.name, as: UTF8.self)
    return [".min.js", ".min.css", ".pb.go", ".pb.cc", ".pb.h", "_pb2.py", ".g.cs", ".designer.cs"].contains {
      name.lowercased().hasSuffix($0)
    }
  }
}
