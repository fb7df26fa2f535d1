/// A piece of the library against a yardstick: plain code that takes as long on any machine, in
/// proportion.
struct Micro {
  let name: String
  let yardstick: String
  /// How often the yardstick counts: for another number of rows, or another thread.
  var scale = 1.0
  let work: () throws -> Void
  let measure: () throws -> Void

  /// All of them. To add one, make a file beside this with a list of its own.
  static func all(folder: String) throws -> [Micro] {
    marginals() + normal() + gram() + trees() + (try files(folder: folder))
      + (try sqlite(folder: folder))
  }

  struct Result {
    let micro: Micro
    let milliseconds: Double
    let yardstick: Double

    var ratio: Ratio {
      Ratio(
        name: "\(micro.name) / \(micro.yardstick)", value: milliseconds / (yardstick * micro.scale))
    }
  }

  func run() throws -> Result {
    // The first round warms up; the others take turns, so that a busy moment hits both.
    var times = (Double.infinity, Double.infinity)
    for round in 0...7 {
      let own = try fastest(of: 1, work)
      let other = try fastest(of: 1, measure)
      if round > 0 { times = (min(times.0, own), min(times.1, other)) }
    }
    return Result(micro: self, milliseconds: times.0, yardstick: times.1)
  }

  static func text(_ results: [Result]) -> String {
    table(
      "Pieces against yardsticks, one thread unless said otherwise",
      ["piece", "ms", "yardstick", "ms", "ratio"],
      results.map {
        [
          $0.micro.name, digits($0.milliseconds), $0.micro.yardstick,
          digits($0.yardstick * $0.micro.scale), digits($0.ratio.value),
        ]
      })
  }
}

/// Keeps the optimizer from leaving out what nobody reads.
@inline(never)
func keep<T>(_ value: T) { withExtendedLifetime(value) {} }
