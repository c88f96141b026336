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

  /// Who else writes the files of a folder, so that Hone does not.
  enum Owner: Hashable {
    /// It is husky's own, which is written anew with each `npm install`; hooks are written by hand in the folder above.
    case husky
    /// It has tracked files, among which a path of this machine would be committed.
    case team
  }

  /// - Returns: `nil` when nobody else does.
  func owner() throws(Refusal) -> Owner? {
    if folder.ends(with: "/_"), HookFile.exists(folder + Array("/h".utf8)) { return .husky }
    guard isBelow(host.workTree), !isBelow(host.commonDirectory), try host.tracksFiles(in: folder) else { return nil }
    return .team
  }

  /// Sees that nobody else writes the files of the folder.
  /// - Throws: `rejected` where somebody does.
  func checkOwner(_ names: [HookName]) throws(Refusal) {
    switch try owner() {
    case nil: return
    case .husky:
      throw Refusal(
        .rejected, "\(HookFile.text(folder)) is husky's own folder, which npm install writes anew",
        remedy: remedy(names, .husky))
    case .team:
      throw Refusal(
        .rejected,
        "\(HookFile.text(folder)) is tracked, and the path of hone-hook on this machine would be committed with it",
        remedy: remedy(names, .team) + "; or git config --local core.hooksPath .git/hooks for this clone alone")
    }
  }

  /// The lines by which hooks that are written by hand run Hone's.
  func remedy(_ names: [HookName], _ owner: Owner) -> String {
    "add to "
      + names.map { "\(HookFile.text(written($0, owner))) the line: \(Self.line($0)) \"$@\"" }.joined(
        separator: "; to ")
  }

  /// The hook that is written by hand.
  func written(_ name: HookName, _ owner: Owner?) -> [UInt8] {
    (owner == .husky ? HookFile.folder(of: folder) : folder) + Array("/\(name.rawValue)".utf8)
  }

  private static func line(_ name: HookName) -> String { "\(HookProgram.name) run \(name.rawValue)" }

  /// Whether a hook that is written by hand has the line that runs Hone's.
  func runsHone(_ name: HookName, _ owner: Owner?) -> Bool {
    let text = HookFile.read(written(name, owner), limit: HookScript.limit) ?? []
    return text.split(separator: 0x0a).contains { line in
      let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }.joined(separator: " ")
      return !words.hasPrefix("#") && words.contains(Self.line(name))
    }
  }
}
