internal import HoneCore
internal import HoneGit

/// The folder in which git looks for hooks, and who else has to do with it.
struct HookFolder {
  private let folder: [UInt8]
  private let host: HookHost

  init(_ folder: [UInt8], _ host: HookHost) {
    self.folder = folder
    self.host = host
  }

  /// Whether it lies outside of the repository, so that other repositories may use it as well.
  var isShared: Bool { !isBelow(host.commonDirectory) && !isBelow(host.workTree) }

  private func isBelow(_ own: [UInt8]) -> Bool {
    // A folder that is not there yet is judged by the one that it will be made in.
    var place = folder
    while HookFile.resolved(place) == nil, place.count > 1 { place = HookFile.folder(of: place) }
    guard let own = HookFile.resolved(own) else { return false }
    return HookFile.isBelow(HookFile.resolved(place) ?? place, own)
  }

  /// - Parameter command: `install` or `uninstall`.
  func sharedRefusal(command: String) -> Refusal {
    let remedy =
      command == "install"
      ? "git config --local core.hooksPath <folder> for this repository, or git hone hook install --shared"
      : "git hone hook uninstall --shared takes them away from all repositories that use them"
    let words =
      command == "install"
      ? "git takes the hooks from \(HookFile.text(folder)), where other repositories may take theirs from as well"
      : "Hone's hooks in \(HookFile.text(folder)) stay: other repositories may use them as well"
    return Refusal(.outsideRepository, words, remedy: remedy)
  }

  /// Sees that nobody else writes the files of the folder.
  /// - Throws: `rejected` for husky's own folder, which is written anew with each `npm install`, and for a folder with
  ///   tracked files, where a path of this machine would be committed.
  func checkOwner(_ names: [HookName]) throws(Refusal) {
    if folder.ends(with: "/_"), HookFile.exists(folder + Array("/h".utf8)) {
      let above = HookFile.text(HookFile.folder(of: folder))
      throw Refusal(
        .rejected, "\(HookFile.text(folder)) is husky's own folder, which npm install writes anew",
        remedy: Self.remedy(names, in: above))
    }
    if isBelow(host.workTree), !isBelow(host.commonDirectory), try host.tracksFiles(in: folder) {
      throw Refusal(
        .rejected,
        "\(HookFile.text(folder)) is tracked, and the path of hone-hook on this machine would be committed with it",
        remedy: Self.remedy(names, in: HookFile.text(folder))
          + "; or git config --local core.hooksPath .git/hooks for this clone alone")
    }
  }

  /// The lines by which hooks that are written by hand run Hone's.
  private static func remedy(_ names: [HookName], in folder: String) -> String {
    "add to "
      + names.map { "\(folder)/\($0.rawValue) the line: hone-hook run \($0.rawValue) \"$@\"" }.joined(
        separator: "; to ")
  }
}
