import Glibc
import KindredData

/// Everything measured at one size: medians of runs that took turns, so that a busy moment of the
/// machine hits all of them alike.
struct Measurement {
  var users: Int
  var rows = 0
  var megabytes = 0.0
  var medians: [Step: ProcessCost] = [:]

  enum Step: CaseIterable {
    case copy, read, fit, fitOneThread, sample, sampleOneThread
  }

  subscript(step: Step) -> ProcessCost {
    medians[step] ?? ProcessCost(seconds: .nan, peakMegabytes: .nan)
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
    var costs: [Measurement.Step: [ProcessCost]] = [:]
    // The first round warms up caches and writes the model; it does not count.
    for round in 0...repeats {
      for step in Measurement.Step.allCases {
        let cost = try run(command(step, data: data, model: "\(folder)/\(users).model"))
        if round > 0 { costs[step, default: []].append(cost) }
      }
    }
    result.medians = costs.mapValues { costs in
      ProcessCost(
        seconds: median(costs.map(\.seconds)), peakMegabytes: median(costs.map(\.peakMegabytes)))
    }
    return result
  }

  private func command(_ step: Measurement.Step, data: String, model: String) -> [String] {
    let copy = "\(folder)/copy"
    let sample = "\(folder)/sample"
    let fit = [kindred, "fit", data, "-o", model, "--quiet"]
    let draw = [kindred, "sample", model, "-o", sample, "--overwrite", "--seed", "1", "--quiet"]
    switch step {
    case .copy: return [own, "copy", data, copy]
    case .read: return [own, "read", data]
    case .fit: return fit
    case .fitOneThread: return fit + ["--threads", "1"]
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
