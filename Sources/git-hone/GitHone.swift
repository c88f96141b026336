import ArgumentParser

@main
struct GitHone: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "git-hone")
}
