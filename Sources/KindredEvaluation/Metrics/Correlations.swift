/// Pearson correlations of many pairs of columns in one pass over the rows.
///
/// Rows in which a column of the pair is null are left out for that pair.
struct Correlations {
  /// A column and the rows of it to use, all when nil.
  struct Input: Sendable {
    var values: NumberValues
    var rows: [Int32]?
    var extent: NumberExtent

    var count: Int { rows?.count ?? values.count }
    var hasNulls: Bool { extent.count < count }
  }

  /// Sums over the rows in which both columns have values, of numbers centred near their means.
  private struct Sums {
    var count = 0.0
    var first = 0.0
    var second = 0.0
    var firstSquares = 0.0
    var secondSquares = 0.0
    var products = 0.0

    mutating func add(_ other: Sums) {
      count += other.count
      first += other.first
      second += other.second
      firstSquares += other.firstSquares
      secondSquares += other.secondSquares
      products += other.products
    }

    /// Nil where cancellation has eaten up too many digits.
    var correlation: Double? {
      guard count > 2 else { return nil }
      let firstVariation = firstSquares - first * first / count
      let secondVariation = secondSquares - second * second / count
      guard firstVariation > 1e-4 * firstSquares, secondVariation > 1e-4 * secondSquares,
        firstVariation.isFinite, secondVariation.isFinite
      else { return nil }
      let product = (firstVariation * secondVariation).squareRoot()
      guard product.isFinite, product > 1e-290 else { return nil }
      return min(1, max(-1, (products - first * second / count) / product))
    }
  }

  private static let blockRows = 1024
  /// Rows are dealt to this many sums, whatever the number of processors.
  private static let lanes = 8

  /// The correlation of each pair of inputs; NaN where one column of it is constant over the rows
  /// that have both, nil where fewer than two rows have both.
  /// - Parameter inputs: columns with the same number of rows.
  /// - Complexity: O(rows × pairs).
  static func of(_ pairs: [(Int, Int)], _ inputs: [Input]) -> [Double?] {
    guard !pairs.isEmpty, let rowCount = inputs.first?.count else { return [] }
    let blocks = (rowCount + blockRows - 1) / blockRows
    let lanes = pairs.count > 100_000 ? 2 : min(Self.lanes, max(1, blocks))
    let partial = parallelMap(lanes) { lane in
      var sums = [Sums](repeating: Sums(), count: pairs.count)
      var scratch = BlockScratch(inputs, rows: blockRows)
      // Consecutive blocks, so that a lane reads memory in order.
      for block in blocks * lane / lanes..<blocks * (lane + 1) / lanes {
        let range = block * blockRows..<min(rowCount, (block + 1) * blockRows)
        scratch.fill(range)
        scratch.addSums(of: pairs, to: &sums)
      }
      return sums
    }
    let totals = pairs.indices.map { pair in
      partial.dropFirst().reduce(into: partial[0][pair]) { $0.add($1[pair]) }
    }
    return parallelMap(pairs.count) { pair in
      let (first, second) = pairs[pair]
      return totals[pair].correlation ?? exact(inputs[first], inputs[second])
    }
  }

  /// The correlation in three passes: means, largest deviations, products.
  private static func exact(_ first: Input, _ second: Input) -> Double? {
    var x: [Double] = []
    var y: [Double] = []
    var numbers = [Double?](repeating: nil, count: first.count)
    first.values.forEach(0..<first.count, of: first.rows) { numbers[$0] = $1 }
    second.values.forEach(0..<second.count, of: second.rows) { position, number in
      guard let number, let other = numbers[position] else { return }
      x.append(other)
      y.append(number)
    }
    guard x.count >= 2 else { return nil }
    guard let x = unitDeviations(x), let y = unitDeviations(y) else { return .nan }
    let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    return x.count == 2 ? product.sign == .minus ? -1 : 1 : min(1, max(-1, product))
  }

  /// Deviations from the mean, scaled to length 1; nil when all numbers are the same.
  private static func unitDeviations(_ numbers: [Double]) -> [Double]? {
    guard let first = numbers.first, numbers.contains(where: { $0 != first }) else { return nil }
    let count = Double(numbers.count)
    let mean = first + numbers.reduce(0) { $0 + ($1 - first) / count }
    let deviations = numbers.map { $0 - mean }
    let largest = deviations.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    let scaled = deviations.map { $0 / largest }
    let length = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return scaled.map { $0 / length }
  }

  /// The centred numbers of a block of rows, column after column, nulls as zeros.
  private struct BlockScratch {
    let inputs: [Input]
    let rows: Int
    var numbers: [Double]
    /// 1 where a column has a value, else 0.
    var present: [Double]

    init(_ inputs: [Input], rows: Int) {
      self.inputs = inputs
      self.rows = rows
      numbers = Array(repeating: 0, count: inputs.count * rows)
      present = Array(repeating: 0, count: inputs.count * rows)
    }

    mutating func fill(_ range: Range<Int>) {
      numbers.withUnsafeMutableBufferPointer { numbers in
        present.withUnsafeMutableBufferPointer { present in
          for (index, input) in inputs.enumerated() {
            let base = index * rows - range.lowerBound
            let centre = input.extent.centre
            input.values.forEach(range, of: input.rows) { position, number in
              numbers[base + position] = number.map { $0 - centre } ?? 0
              present[base + position] = number == nil ? 0 : 1
            }
            for position in range.count..<max(rows, range.count) {
              numbers[index * rows + position] = 0
              present[index * rows + position] = 0
            }
          }
        }
      }
    }

    func addSums(of pairs: [(Int, Int)], to sums: inout [Sums]) {
      numbers.withUnsafeBufferPointer { numbers in
        present.withUnsafeBufferPointer { present in
          guard let numbers = numbers.baseAddress, let present = present.baseAddress else { return }
          for (index, pair) in pairs.enumerated() {
            let (first, second) = (pair.0 * rows, pair.1 * rows)
            sums[index].add(
              Self.sums(
                numbers + first, numbers + second, present + first, present + second, rows))
          }
        }
      }
    }

    @inline(__always)
    private static func sums(
      _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ inX: UnsafePointer<Double>,
      _ inY: UnsafePointer<Double>, _ rows: Int
    ) -> Sums {
      typealias Lanes = SIMD4<Double>
      var (n, sx, sy) = (Lanes.zero, Lanes.zero, Lanes.zero)
      var (sxx, syy, sxy) = (Lanes.zero, Lanes.zero, Lanes.zero)
      for row in stride(from: 0, to: rows, by: 4) {
        let both =
          Lanes(inX[row], inX[row + 1], inX[row + 2], inX[row + 3])
          * Lanes(inY[row], inY[row + 1], inY[row + 2], inY[row + 3])
        let first = Lanes(x[row], x[row + 1], x[row + 2], x[row + 3]) * both
        let second = Lanes(y[row], y[row + 1], y[row + 2], y[row + 3]) * both
        n += both
        sx += first
        sy += second
        sxx += first * first
        syy += second * second
        sxy += first * second
      }
      return Sums(
        count: n.sum(), first: sx.sum(), second: sy.sum(), firstSquares: sxx.sum(),
        secondSquares: syy.sum(), products: sxy.sum())
    }
  }
}
