import Glibc
import KindredStatistics

// Pieces of KindredStatistics.

extension Micro {
  private static let rows = 1_000_000

  /// Learning the distribution of a column, and scoring it.
  static func marginals() -> [Micro] {
    var draws = Draws(seed: 1)
    let reals = (0..<rows).map { _ in draws.normal(38, 12) }
    let integers = reals.map { $0.rounded() }
    let decimals = reals.map { ($0 * 100).rounded() / 100 }
    let sorting = { keep(reals.sorted()) }
    let learned = try? Marginal.fit(decimals, options: MarginalOptions(decimalPlaces: 2))
    return [
      Micro(
        name: "marginal of integers", yardstick: "sorting",
        work: { keep(try Marginal.fit(integers, options: MarginalOptions(isInteger: true))) },
        measure: sorting),
      Micro(
        name: "marginal of decimals", yardstick: "sorting",
        work: { keep(try Marginal.fit(decimals, options: MarginalOptions(decimalPlaces: 2))) },
        measure: sorting),
      Micro(
        name: "marginal of real numbers", yardstick: "sorting",
        work: { keep(try Marginal.fit(reals)) }, measure: sorting),
      Micro(
        name: "scores of decimals", yardstick: "exp",
        work: {
          keep(
            [Double](unsafeUninitializedCapacity: rows) { buffer, initialized in
              if let target = buffer.baseAddress {
                decimals.withUnsafeBufferPointer { learned?.scores(of: $0, into: target) }
              }
              initialized = rows
            })
        }, measure: { keep(decimals.map { exp(-$0) }) }),
    ]
  }

  /// The kernels of the normal distribution.
  static func normal() -> [Micro] {
    var draws = Draws(seed: 2)
    let uniform = (0..<rows).map { _ in draws.uniform() }
    func mapped(
      _ values: [Double],
      _ kernel: (UnsafeBufferPointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
      [Double](unsafeUninitializedCapacity: values.count) { buffer, initialized in
        if let target = buffer.baseAddress { values.withUnsafeBufferPointer { kernel($0, target) } }
        initialized = values.count
      }
    }
    let latents = mapped(uniform) { Normal.quantile($0, into: $1) }
    let exponentials = { keep(latents.map { exp(-$0) }) }
    return [
      Micro(
        name: "normal quantile", yardstick: "exp",
        work: { keep(mapped(uniform) { Normal.quantile($0, into: $1) }) }, measure: exponentials),
      Micro(
        name: "normal distribution function", yardstick: "exp",
        work: { keep(mapped(latents) { Normal.cdf($0, into: $1) }) }, measure: exponentials),
    ]
  }

  /// Sums of products of rows.
  static func gram() -> [Micro] {
    let (dimension, count) = (32, 8192)
    var draws = Draws(seed: 3)
    let rows = (0..<count * dimension).map { _ in draws.normal(0, 1) }
    return [
      Micro(
        name: "Gram matrix", yardstick: "plain loops",
        work: {
          var sums = GramAccumulator(dimension: dimension)
          rows.withUnsafeBufferPointer { rows in
            if let base = rows.baseAddress { sums.add(rows: base, count: count, stride: dimension) }
          }
          keep(sums)
        },
        measure: {
          var sums = [Double](repeating: 0, count: dimension * dimension)
          for row in 0..<count {
            let start = row * dimension
            for first in 0..<dimension {
              for second in 0...first {
                sums[first * dimension + second] += rows[start + first] * rows[start + second]
              }
            }
          }
          keep(sums)
        })
    ]
  }

  /// Conditional trees: four times the rows may take little more than four times as long.
  static func trees() -> [Micro] {
    func fit(_ rows: Int) -> () throws -> Void {
      var draws = Draws(seed: 4)
      let numbers = (0..<rows).map { _ in draws.normal(0, 1) }
      let others = numbers.map { $0 * $0 + draws.normal(0, 1) }
      let labels = others.map { Int32(min(max($0 + 2, 0), 5)) }
      let columns: [TreeColumn] = [
        .numbers(numbers, step: 0), .numbers(others, step: 0), .labels(labels, count: 6),
      ]
      return {
        keep(
          try TreeSequence.fit(
            context: [], targets: columns, entities: nil, options: TreeOptions(threads: 1)))
      }
    }
    return [
      Micro(
        name: "trees of 40,000 rows", yardstick: "of 10,000 rows, four times", scale: 4,
        work: fit(40_000), measure: fit(10_000))
    ]
  }
}
