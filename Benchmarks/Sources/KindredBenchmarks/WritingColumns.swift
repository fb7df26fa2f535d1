import Foundation
import Glibc
import Kindred
import KindredData

/// What `sample` takes beside writing the same columns when they are there already.
///
/// usage: kindred-benchmarks sampling KINDRED MODEL FOLDER [--scale X] [--repeats N]
enum WritingColumns {
  /// Times both in turns, each in a process of its own, and prints a table.
  static func run(kindred: String, own: String, model: String, folder: String, _ rest: [String])
    throws
  {
    var scale = "1"
    var repeats = 5
    for index in stride(from: 0, to: rest.count - 1, by: 2) {
      switch (rest[index], Int(rest[index + 1])) {
      case ("--scale", _): scale = rest[index + 1]
      case ("--repeats", let count?) where count > 0: repeats = count
      default: throw KindredError(.argument, "Unusable arguments", value: rest[index])
      }
    }
    try makeFolder(folder)
    let result = "\(folder)/seconds"
    let sample = [
      kindred, "sample", model, "-o", "\(folder)/sample", "--overwrite", "--seed", "1", "--scale",
      scale, "--quiet",
    ]
    let names = ["write", "sample", "write, 1 thread", "sample, 1 thread"]
    var costs = names.map { _ in [ProcessCost]() }
    for _ in 0..<repeats {
      for (place, threads) in [0, 1].enumerated() {
        let write = [own, "columns", model, "\(folder)/written", result, scale, "\(threads)"]
        var written = try kindred_benchmarks.run(write)
        let text = try String(contentsOfFile: result, encoding: .utf8)
        written.seconds = Double(text) ?? .nan
        costs[2 * place].append(written)
        let limit = threads > 0 ? ["--threads", "\(threads)"] : []
        costs[2 * place + 1].append(try kindred_benchmarks.run(sample + limit))
      }
    }
    let seconds = costs.map { median($0.map(\.seconds)) }
    print("| step | seconds | peak MB |\n| --- | --: | --: |")
    for (place, name) in names.enumerated() {
      // The columns are in memory already: what writing takes of it says nothing.
      let peak = place % 2 == 1 ? text(median(costs[place].map(\.peakMegabytes)), 0) : "–"
      print("| \(name) | \(text(seconds[place], 2)) | \(peak) |")
    }
    print("\nsample / write: \(text(seconds[1] / seconds[0], 2)) (one thread")
    print("\(text(seconds[3] / seconds[2], 2))); sample, 1 thread / all: ", terminator: "")
    print(text(seconds[3] / seconds[1], 2))
  }

  /// Generates all columns, then times writing them to a folder.
  static func write(model: String, folder: String, result: String, scale: Double, threads: Int)
    throws
  {
    var batches: [Table] = []
    try HMA1.load(from: URL(fileURLWithPath: model))
      .sample(SampleRequest(scale: scale, seed: 1)) { batches.append($0) }
    let start = ContinuousClock.now
    let writer = try CSVDatasetWriter(
      folder: folder, options: CSVWriter(overwrite: true, threads: threads))
    for batch in batches { try writer.append(batch) }
    try writer.finish()
    let seconds = start.duration(to: .now) / .seconds(1)
    try "\(seconds)".write(toFile: result, atomically: false, encoding: .utf8)
  }

  private static func makeFolder(_ path: String) throws {
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw fileFailure(path, errno) }
  }

  private static func text(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}
