import Foundation
import Glibc
import KindredData

/// Everything measured at one size: medians of runs that took turns, so that a busy moment of the
/// machine hits all of them alike.
struct Measurement {
  var users: Int
  var rows = 0
  var megabytes = 0.0
  /// Of the columns in memory: values, nulls and distinct strings.
  var columnMegabytes = 0.0
  var medians: [Step: ProcessCost] = [:]

  enum Step: CaseIterable {
    case copy, read, fit, fitOneThread, fitLimited, sample, sampleOneThread
  }

  subscript(step: Step) -> ProcessCost {
    medians[step] ?? ProcessCost(seconds: .nan, peakMegabytes: .nan)
  }

  /// What `fit --memory` is given: half of the columns, as far as it accepts that.
  var limitMegabytes: Int { max(128, Int(columnMegabytes / 2)) }

  /// Ratios of this size.
  var ratios: [Ratio] {
    func ratio(_ name: String, _ value: Double, _ other: Double) -> Ratio {
      Ratio(name: "\(name), \(users) users", value: value / other)
    }
    return [
      ratio("fit / read", self[.fit].seconds, self[.read].seconds),
      ratio("fit, one thread / all", self[.fitOneThread].seconds, self[.fit].seconds),
      ratio("fit --memory / fit", self[.fitLimited].seconds, self[.fit].seconds),
      ratio("sample / copy", self[.sample].seconds, self[.copy].seconds),
      ratio("sample, one thread / all", self[.sampleOneThread].seconds, self[.sample].seconds),
      ratio("peak of fit / columns", self[.fit].peakMegabytes, columnMegabytes),
      ratio(
        "peak of fit --memory / limit", self[.fitLimited].peakMegabytes, Double(limitMegabytes)),
    ]
  }

  /// How the time per row grows from a smaller size to this one.
  func ratios(from smaller: Measurement) -> [Ratio] {
    func ratio(_ name: String, _ step: Step) -> Ratio {
      Ratio(
        name: "\(name) per row, \(users) / \(smaller.users) users",
        value: self[step].seconds / Double(rows)
          / (smaller[step].seconds / Double(smaller.rows)))
    }
    return [ratio("fit", .fit), ratio("sample", .sample)]
  }
}

/// Where things are and how often they are run.
struct Bench {
  /// The `kindred` program.
  var kindred: String
  /// This program, for the steps that are not kindred's.
  var own: String
  /// An empty folder for data, models and samples.
  var folder: String
  var repeats: Int

  func measure(users: Int) throws -> Measurement {
    let data = "\(folder)/data-\(users)"
    _ = try run([own, "generate", "\(users)", data])
    var result = Measurement(users: users)
    for table in GeneratedData.tables {
      let size = try copyFile(from: "\(data)/\(table).csv", to: nil)
      result.rows += size.lines - 1
      result.megabytes += Double(size.bytes) / 1e6
    }
    let columns = "\(folder)/columns"
    _ = try run([own, "read", data, columns])
    let bytes = FileManager.default.contents(atPath: columns).map {
      String(decoding: $0, as: UTF8.self)
    }
    result.columnMegabytes = (bytes.flatMap { Double($0) } ?? .nan) / 1e6
    var costs: [Measurement.Step: [ProcessCost]] = [:]
    // The first round warms up caches and writes the model; it does not count.
    for round in 0...repeats {
      for step in Measurement.Step.allCases {
        let cost = try run(command(step, data, limit: result.limitMegabytes, users: users))
        if round > 0 { costs[step, default: []].append(cost) }
      }
    }
    result.medians = costs.mapValues { costs in
      ProcessCost(
        seconds: median(costs.map(\.seconds)), peakMegabytes: median(costs.map(\.peakMegabytes)))
    }
    for table in GeneratedData.tables { unlink("\(data)/\(table).csv") }
    return result
  }

  private func command(
    _ step: Measurement.Step, _ data: String, limit: Int, users: Int
  ) -> [String] {
    let model = "\(folder)/\(users).model"
    let copy = "\(folder)/copy"
    let sample = "\(folder)/sample"
    let fit = [kindred, "fit", data, "-o", model, "--quiet"]
    let draw = [kindred, "sample", model, "-o", sample, "--overwrite", "--seed", "1", "--quiet"]
    switch step {
    case .copy: return [own, "copy", data, copy]
    case .read: return [own, "read", data]
    case .fit: return fit
    case .fitOneThread: return fit + ["--threads", "1"]
    case .fitLimited: return fit + ["--memory", "\(limit)MB"]
    case .sample: return draw
    case .sampleOneThread: return draw + ["--threads", "1"]
    }
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
}
