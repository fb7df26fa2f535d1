import Foundation
import Glibc
import KindredData

/// usage: kindred-benchmarks KINDRED FOLDER THRESHOLDS [--users N,N,...] [--repeats N]
///          [--only micro|whole] [--check]
///
/// Measures pieces of the library against yardsticks, and the program KINDRED on users, sessions and
/// transactions that it generates in FOLDER; prints tables of times, memory and ratios, and those of
/// the ratios that the file THRESHOLDS bounds. With `--check` the status is 1 when a bound is
/// broken. `run.sh` builds and calls it. `sampling` compares
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
      guard arguments.count == 3 || arguments.count == 4 else { throw usage }
      let metadata = try Metadata(
        contentsOf: URL(fileURLWithPath: "\(arguments[2])/metadata.json"))
      let dataset = try CSVReader().readDataset(inFolder: arguments[2], metadata: metadata)
      if arguments.count == 4 {
        let file = try TextFile(path: arguments[3])
        file.append("\(dataset.columnBytes)")
        try file.close()
      }
    case "sampling":
      guard arguments.count >= 5 else { throw usage }
      try WritingColumns.compare(
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
    guard arguments.count >= 4 else { throw usage }
    // 10^4, 10^5, 10^6 and 10^7 rows, about.
    var users = [1750, 17_500, 175_000, 1_750_000]
    var (isComplete, isCheck, only) = (true, false, "")
    var bench = Bench(kindred: arguments[1], own: arguments[0], folder: arguments[2], repeats: 3)
    var rest = arguments.dropFirst(4)
    while let option = rest.popFirst() {
      switch option {
      case "--check": isCheck = true
      case "--only":
        guard let part = rest.popFirst(), ["micro", "whole"].contains(part) else { throw usage }
        (only, isComplete) = (part, false)
      case "--users":
        users = try numbers(rest.popFirst())
        isComplete = false
      case "--repeats": bench.repeats = try numbers(rest.popFirst())[0]
      default: throw usage
      }
    }
    let thresholds = try Thresholds(path: arguments[3])
    var ratios: [Ratio] = []
    if only != "micro" {
      // Before anything is measured in this process, which must be smaller than its children.
      let report = Report(
        measurements: try users.map { count in
          say("\(count) users")
          return try bench.measure(users: count)
        }, repeats: bench.repeats)
      print(report.text, terminator: "")
      ratios += report.ratios
    }
    if only != "whole" {
      let results = try Micro.all(folder: arguments[2]).map { micro in
        say(micro.name)
        return try micro.run()
      }
      print(Micro.text(results), terminator: "")
      ratios += results.map(\.ratio)
    }
    print(thresholds.text(ratios), terminator: "")
    let broken = thresholds.broken(by: ratios, all: isComplete)
    for line in broken { say("broken threshold: \(line)") }
    if isCheck, !broken.isEmpty { exit(1) }
  }

  private static func numbers(_ text: String?) throws -> [Int] {
    let numbers = (text ?? "").split(separator: ",").map { Int($0) ?? 0 }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0 > 0 }) else { throw usage }
    return numbers
  }

  /// A line to the standard error.
  private static func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }

  private static let usage = KindredError(
    .argument, "Unusable arguments",
    remedy: "usage: kindred-benchmarks KINDRED FOLDER THRESHOLDS [--users N,N,...] [--repeats N] "
      + "[--only micro|whole] [--check]")
}
