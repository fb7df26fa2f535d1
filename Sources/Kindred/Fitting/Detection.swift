import Glibc
import KindredStatistics

/// A classifier between the held-out rows of a table and rows that a model drew. It sees the columns
/// of a row and of its parents, and numbers, means and numbers of labels of its children. (Shares of
/// labels and what siblings have in common would give any model away where groups are complete, one
/// row per day, say, and tell nothing about the rest.)
///
/// Boosted trees, cross-validated between two groups of root entities: rows of one entity never lie
/// on both sides, as what they share would give them away.
struct Detection {
  private let columns: [BinnedFeature]
  private let isReal: [Bool]
  private let folds: [[Int32]]
  private let entityCounts: [Int]

  /// How well rows are told apart.
  struct Accuracy {
    /// The mean of the shares of both kinds that are told right; 0.5 by chance.
    var accuracy: Double
    /// Its standard error, were rows of one entity all alike.
    var error: Double
    /// Held-out rows.
    var rows: Int
  }

  /// Rows of each kind that are compared, about, at most.
  private static let mostRows = 3_000.0
  /// Entities of each kind, at least.
  private static let fewestEntities = 20

  init(_ features: TreeFeatures, _ table: Int, _ held: TreeFitting, _ drawn: TreeFitting) {
    let asked =
      features.context(table, isOrdered: false).filter {
        if case .value = $0.attribute { true } else { $0.path.isEmpty }
      }
      + features.targets(table).filter {
        if case .summary(_, _, .share) = $0 { false } else { true }
      }.map { TreeModel.Feature(path: [], attribute: $0) }
    let random = CounterRandom(
      seed: held.options.seed, stream: CounterRandom.stream("detection", "\(table)"))
    var rows: [[Int32]] = []
    var folds: [[Int32]] = [[], []]
    var entityCounts: [Int] = []
    for (kind, side) in [held, drawn].enumerated() {
      let count = side.rowCounts[table]
      let entities = side.entities(of: table) ?? Array(0..<Int32(count))
      let share = Self.mostRows / Double(max(1, count))
      var chosen: [Int32] = []
      var seen: Set<Int32> = []
      for row in 0..<count {
        let place = UInt64(UInt32(bitPattern: entities[row])) << 1 | UInt64(kind)
        guard random.uniform(row: place) < share else { continue }
        let number = Int32(truncatingIfNeeded: (rows.first?.count ?? 0) + chosen.count)
        folds[Int(random.bits(row: place, lane: 1) & 1)].append(number)
        chosen.append(Int32(truncatingIfNeeded: row))
        seen.insert(entities[row])
      }
      rows.append(chosen)
      entityCounts.append(seen.count)
    }
    self.folds = folds
    self.entityCounts = entityCounts
    isReal = rows[0].map { _ in true } + rows[1].map { _ in false }
    columns = asked.flatMap { feature -> [BinnedFeature] in
      guard let first = held.column(feature, of: table)?.gathered(rows[0]),
        let second = drawn.column(feature, of: table)?.gathered(rows[1])
      else { return [] }
      switch (first, second) {
      case (.numbers(let real, _), .numbers(let other, _)):
        return [BinnedFeature(numbers: real + other)]
      case (.labels(let real, let count), .labels(let other, _)):
        return BinnedFeature.features(labels: real + other, count: count)
      default: return []
      }
    }
  }

  /// Nil where there is too little to compare.
  /// - Throws: `StatisticsError` when columns differ in length.
  func accuracy() throws -> Accuracy? {
    guard !columns.isEmpty, entityCounts.allSatisfy({ $0 >= Self.fewestEntities }) else {
      return nil
    }
    var options = BoostingOptions()
    options.trees = 30
    options.depth = 4
    var (right, all) = ([0.0, 0.0], [0.0, 0.0])
    for fold in folds.indices {
      let (training, test) = (folds[1 - fold], folds[fold])
      let real = training.count { isReal[Int($0)] }
      guard real > 0, real < training.count, !test.isEmpty else { continue }
      // Even odds, whatever the numbers of rows.
      let even = log(Double(real) / Double(training.count - real))
      let model = try BoostedTrees(columns, labels: isReal, rows: training, options: options)
      for (row, margin) in zip(test, try model.margins(columns, rows: test)) {
        let kind = isReal[Int(row)] ? 0 : 1
        all[kind] += 1
        if (margin > even) == isReal[Int(row)] { right[kind] += 1 }
      }
    }
    guard all[0] > 0, all[1] > 0 else { return nil }
    let error = 0.25 * entityCounts.reduce(0) { $0 + 1 / Double($1) }.squareRoot()
    return Accuracy(
      accuracy: (right[0] / all[0] + right[1] / all[1]) / 2, error: error,
      rows: Int(all[0]))
  }
}
