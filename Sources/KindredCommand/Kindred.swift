import ArgumentParser

@main
struct KindredCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "kindred")
}
