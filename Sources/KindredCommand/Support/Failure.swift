import ArgumentParser
import Glibc
import KindredData

/// How a thrown error ends the program: a text on one of the two streams, and an exit status.
struct Failure {
  /// 0 done, 1 the work failed, 2 unusable arguments, 130 interrupted (128 + SIGINT).
  var status: Int32
  /// Printed as it is when the status is 0, else after "kindred: error: ".
  var message: String

  init(_ error: any Error, arguments: [String]) {
    switch error {
    case let error as KindredError:
      status =
        switch error.kind {
        case .argument: 2
        case .interrupted: 130
        default: 1
        }
      message = error.description
    case is ClosedOutput:
      // The reader of a pipe has seen enough (`kindred inspect model | head`): no failure.
      status = 0
      message = ""
    default:
      let code = KindredCommand.exitCode(for: error)
      if code.isSuccess {
        // Help, version and completion scripts arrive as errors, too.
        status = 0
        message = KindredCommand.fullMessage(for: error)
      } else {
        status = code == .validationFailure ? 2 : code.rawValue
        message = Self.oneLine(KindredCommand.message(for: error))
        if status == 2 { message += " See '\(Self.help(for: arguments))'." }
      }
    }
  }

  /// Prints the message and ends the process.
  func exit() -> Never {
    guard !message.isEmpty else { Glibc.exit(status) }
    if status == 0 {
      do { try Output.print(message) } catch let error as KindredError {
        Failure(error, arguments: []).exit()
      } catch {}
    } else {
      let prefix = Style.forErrors.bold(Style.forErrors.red("kindred: error:"))
      Notes.always("\(prefix) \(message)")
    }
    Glibc.exit(status)
  }

  private static func oneLine(_ text: String) -> String {
    var line = text.split(whereSeparator: \.isNewline)
      .map { $0.drop { $0 == " " } }.joined(separator: " ")
    if line.hasPrefix("Error: ") { line.removeFirst("Error: ".count) }
    if let last = line.last, !".!?".contains(last) { line += "." }
    return line
  }

  /// The help command for the subcommand that the arguments name.
  private static func help(for arguments: [String]) -> String {
    let names = KindredCommand.configuration.subcommands.map { "\($0)".lowercased() }
    guard let name = arguments.dropFirst().first(where: names.contains) else {
      return "kindred --help"
    }
    return "kindred \(name) --help"
  }
}
