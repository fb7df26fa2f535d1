import Foundation
import Glibc
import KindredData

/// usage: kindred-benchmarks KINDRED FOLDER [--users N,N,...] [--repeats N]
///
/// Generates users, sessions and transactions in FOLDER, fits and samples them with the program
/// KINDRED and prints tables of times and memory. `run.sh` builds and calls it. `sampling` compares
/// sampling with mere writing (see ``WritingColumns``).
@main
struct Benchmarks {
  static func main() {
    do {
      try run(CommandLine.arguments)
    } catch {
      say("kindred-benchmarks: \(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch arguments.dropFirst().first {
    case "generate":
      guard arguments.count == 4, let users = Int(arguments[2]), users >= 0 else { throw usage }
      try GeneratedData.write(users: users, toFolder: arguments[3])
    case "copy":
      guard arguments.count == 4 else { throw usage }
      try copy(from: arguments[2], to: arguments[3])
    case "read":
      guard arguments.count == 3 else { throw usage }
      let metadata = try Metadata(
        contentsOf: URL(fileURLWithPath: "\(arguments[2])/metadata.json"))
      let dataset = try CSVReader().readDataset(inFolder: arguments[2], metadata: metadata)
      print(dataset.tables.map(\.rowCount))
    case "sampling":
      guard arguments.count >= 5 else { throw usage }
      try WritingColumns.run(
        kindred: arguments[2], own: arguments[0], model: arguments[3], folder: arguments[4],
        Array(arguments.dropFirst(5)))
    case "columns":
      guard arguments.count == 7, let scale = Double(arguments[5]),
        let threads = Int(arguments[6])
      else { throw usage }
      try WritingColumns.write(
        model: arguments[2], folder: arguments[3], result: arguments[4], scale: scale,
        threads: threads)
    default:
      try bench(arguments)
    }
  }

  private static func copy(from folder: String, to target: String) throws {
    if mkdir(target, 0o755) != 0, errno != EEXIST { throw fileFailure(target, errno) }
    for table in GeneratedData.tables {
      try copyFile(from: "\(folder)/\(table).csv", to: "\(target)/\(table).csv")
    }
  }

  private static func bench(_ arguments: [String]) throws {
    guard arguments.count >= 3, arguments.count % 2 == 1 else { throw usage }
    var users = [1000, 10_000, 100_000]
    var bench = Bench(
      kindred: arguments[1], own: arguments[0], folder: arguments[2], repeats: 5)
    for index in stride(from: 3, to: arguments.count, by: 2) {
      let values = arguments[index + 1].split(separator: ",").compactMap { Int($0) }
      guard let first = values.first, values.allSatisfy({ $0 > 0 }) else { throw usage }
      switch arguments[index] {
      case "--users": users = values
      case "--repeats": bench.repeats = first
      default: throw usage
      }
    }
    var measurements: [Measurement] = []
    for count in users {
      say("\(count) users")
      measurements.append(try bench.measure(users: count))
    }
    print(Report(measurements: measurements, repeats: bench.repeats).text, terminator: "")
  }

  /// A line to the standard error.
  private static func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }

  private static let usage = KindredError(
    .argument, "Unusable arguments",
    remedy: "usage: kindred-benchmarks KINDRED FOLDER [--users N,N,...] [--repeats N]")
}
