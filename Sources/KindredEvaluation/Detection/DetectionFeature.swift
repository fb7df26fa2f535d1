import KindredData
import KindredStatistics

/// A property of the rows of both sides, for classifiers: the real rows first.
struct DetectionFeature: Sendable {
  /// What it is of; its share is not known yet.
  let origin: Giveaway
  /// Several where there are more labels than one can hold.
  let features: [BinnedFeature]

  /// - Parameter numbers: NaN for what is missing: the mean of both sides stands for it, as with
  ///   SyntheRela, whose accuracies these are to equal. Shares of nulls are the relational report's.
  init(_ origin: Giveaway, numbers: [Double]) {
    self.origin = origin
    let known = numbers.lazy.filter { !$0.isNaN }
    let (sum, count) = known.reduce(into: (0.0, 0)) {
      $0.0 += $1
      $0.1 += 1
    }
    let mean = count > 0 ? sum / Double(count) : 0
    let whole = count < numbers.count ? numbers.map { $0.isNaN ? mean : $0 } : numbers
    features = [BinnedFeature(numbers: whole)].filter(\.varies)
  }

  init(_ origin: Giveaway, labels: [Int32], count: Int) {
    self.origin = origin
    features = BinnedFeature.features(labels: labels, count: count).filter(\.varies)
  }
}

extension BinnedFeature {
  fileprivate var varies: Bool { bins.contains { $0 != bins[0] } }
}

/// The rows of both sides that are told apart: as many of each.
struct DetectionRows: Sendable {
  let real: [Int32]
  let synthetic: [Int32]

  /// All rows of the smaller side, as many of the larger one at random, at most `limit`.
  init(_ table: TableComparison, limit: Int?) {
    let count = min(table.real.rowCount, table.synthetic.rowCount, limit ?? .max)
    real = RowSample.rows(count, of: table.real.rowCount, table.name, "real")
    synthetic = RowSample.rows(count, of: table.synthetic.rowCount, table.name, "synthetic")
  }

  var count: Int { real.count }

  /// A number per row of both sides.
  func numbers(_ real: (Int) -> Double, _ synthetic: (Int) -> Double) -> [Double] {
    self.real.map { real(Int($0)) } + self.synthetic.map { synthetic(Int($0)) }
  }
}

extension TableComparison {
  /// The columns as SyntheRela gives them to its classifiers: numbers, labels with null as one of
  /// them, and the parts of dates.
  func detectionFeatures(_ rows: DetectionRows) -> [DetectionFeature] {
    let (columns, name) = (columns, name)
    return parallelMap(columns.count) { index -> [DetectionFeature] in
      let column = columns[index]
      let origin = Giveaway(
        table: name, column: column.name, measure: .value, foreignKey: [], share: 0)
      switch column.content {
      case .failed: return []
      case .categories(let pair):
        return [
          DetectionFeature(
            origin, labels: pair.real.integers(rows.real) + pair.synthetic.integers(rows.synthetic),
            count: pair.real.labels)
        ]
      case .numbers(let real, let synthetic):
        guard real.isDated else {
          let numbers = rows.numbers({ real[$0] }, { synthetic[$0] })
          return [DetectionFeature(origin, numbers: numbers)]
        }
        return Self.dateFeatures(origin, real, synthetic, rows)
      }
    }.flatMap { $0 }
  }

  private static func dateFeatures(
    _ origin: Giveaway, _ real: NumberValues, _ synthetic: NumberValues, _ rows: DetectionRows
  ) -> [DetectionFeature] {
    let parts =
      rows.real.map { real.dateParts(at: Int($0)) }
      + rows.synthetic.map { synthetic.dateParts(at: Int($0)) }
    return DateParts.measures.map { measure, part in
      var origin = origin
      origin.measure = measure
      return DetectionFeature(
        origin, numbers: parts.map { $0.map { Double(part($0)) } ?? .nan })
    }
  }
}

extension NumberValues {
  /// The number of a row, NaN for null.
  fileprivate subscript(row: Int) -> Double { isValid(row) ? number(at: row) : .nan }

  fileprivate func dateParts(at row: Int) -> DateParts? {
    guard isValid(row), case .whole(let values) = storage else { return nil }
    return DateParts(microseconds: values[row])
  }
}

extension DateParts {
  fileprivate static let measures: [(Giveaway.Measure, @Sendable (DateParts) -> Int)] = [
    (.year, { $0.year }), (.month, { $0.month }), (.day, { $0.day }), (.hour, { $0.hour }),
    (.minute, { $0.minute }), (.second, { $0.second }), (.microsecond, { $0.microsecond }),
  ]
}

extension Codes {
  /// The codes of the rows listed.
  func integers(_ rows: [Int32]) -> [Int32] {
    switch storage {
    case .narrow(let codes): rows.map { Int32(codes[Int($0)]) }
    case .wide(let codes): rows.map { Int32(truncatingIfNeeded: codes[Int($0)]) }
    }
  }
}
