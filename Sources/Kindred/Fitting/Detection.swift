import Glibc
import KindredStatistics

/// A classifier between the held-out rows of a table and rows that a model drew. It sees the columns
/// of a row and of its parents, parts of dates, pairs of columns that depend on each other, and
/// numbers, means and numbers of labels of the children that it drives. (Means of
/// times, shares of labels and what siblings have in common would give any model away where groups are complete, one
/// row per day, say, and tell nothing about the rest.)
///
/// Boosted trees, cross-validated between two groups of root entities: rows of one entity never lie
/// on both sides, as what they share would give them away.
struct Detection {
  /// What classifiers see: the row and its children, and the same with the rows above. Where few of
  /// those have many rows each, they tell the rows learned from so well that nothing else is learned.
  private let views: [[BinnedFeature]]
  private let isReal: [Bool]
  private let folds: [[Int32]]
  /// Of every row, its root entity among those of its kind.
  private let owners: [Int]
  /// Root entities of each kind.
  private let entityCounts: [Int]

  /// How well rows are told apart.
  struct Accuracy {
    /// The mean of the shares of both kinds that are told right; 0.5 by chance.
    var accuracy: Double
    /// Its standard error, rows of one entity counting together: that of a ratio of sums over entities.
    var error: Double
    /// Held-out rows.
    var rows: Int
  }

  /// Rows of each kind that are compared, about, at most.
  private static let mostRows = 3_000.0
  /// Entities of each kind, at least.
  private static let fewestEntities = 20

  init(_ features: TreeFeatures, _ table: Int, _ held: TreeFitting, _ drawn: TreeFitting) {
    let asked = features.asked(of: table)
    let random = CounterRandom(
      seed: held.options.seed, stream: CounterRandom.stream("detection", "\(table)"))
    var rows: [[Int32]] = []
    var folds: [[Int32]] = [[], []]
    var owners: [Int] = []
    var entityCounts: [Int] = []
    for (kind, side) in [held, drawn].enumerated() {
      let count = side.rowCounts[table]
      let entities = side.entities(of: table) ?? Array(0..<Int32(count))
      let share = Self.mostRows / Double(max(1, count))
      var chosen: [Int32] = []
      var seen: [Int32: Int] = [:]
      for row in 0..<count {
        let place = UInt64(UInt32(bitPattern: entities[row])) << 1 | UInt64(kind)
        guard random.uniform(row: place) < share else { continue }
        let number = Int32(truncatingIfNeeded: (rows.first?.count ?? 0) + chosen.count)
        folds[Int(random.bits(row: place, lane: 1) & 1)].append(number)
        chosen.append(Int32(truncatingIfNeeded: row))
        let owner = seen[entities[row]] ?? seen.count
        seen[entities[row]] = owner
        owners.append(owner)
      }
      rows.append(chosen)
      entityCounts.append(seen.count)
    }
    self.folds = folds
    self.owners = owners
    self.entityCounts = entityCounts
    isReal = rows[0].map { _ in true } + rows[1].map { _ in false }
    var pairable: [PairFeatures.Candidate] = []
    func columns(_ feature: TreeModel.Feature) -> [BinnedFeature] {
      guard let first = held.column(feature, of: table)?.gathered(rows[0]),
        let second = drawn.column(feature, of: table)?.gathered(rows[1])
      else { return [] }
      switch (first, second) {
      case (.numbers(let real, _), .numbers(let other, _)):
        let binned = BinnedFeature(numbers: real + other)
        if let source = feature.column {
          pairable.append(PairFeatures.Candidate(feature: binned, source: source))
        }
        return [binned]
      case (.labels(let real, let count), .labels(let other, _)):
        let binned = BinnedFeature.features(labels: real + other, count: count)
        if let first = binned.first, let source = feature.column {
          pairable.append(PairFeatures.Candidate(feature: first, source: source))
        }
        return binned
      default: return []
      }
    }
    let own = asked.filter(\.path.isEmpty).flatMap(columns)
    let above = asked.filter { !$0.path.isEmpty }.flatMap(columns)
    let pairs = PairFeatures(pairable, real: rows[0].count)
    views = [own + pairs.own] + (above.isEmpty ? [] : [own + above + pairs.own + pairs.others])
  }

  /// One classifier, and the half of the entities that it is tested on.
  struct Trial {
    fileprivate let view: Int
    fileprivate let fold: Int
  }

  /// What `accuracy(_:)` needs, in its order; they can run at once. Empty where there is too little to
  /// compare.
  var trials: [Trial] {
    guard entityCounts.allSatisfy({ $0 >= Self.fewestEntities }) else { return [] }
    return views.indices.filter { !views[$0].isEmpty }.flatMap { view in
      folds.indices.map { Trial(view: view, fold: $0) }
    }
  }

  /// What a classifier tells of the rows it is tested on: per kind and entity.
  struct Told {
    fileprivate var tallies: [[Tally]]
  }

  /// - Throws: `StatisticsError` when columns differ in length.
  func run(_ trial: Trial) throws -> Told {
    var told = Told(tallies: entityCounts.map { [Tally](repeating: Tally(), count: $0) })
    let columns = views[trial.view]
    let (training, test) = (folds[1 - trial.fold], folds[trial.fold])
    let real = training.count { isReal[Int($0)] }
    guard real > 0, real < training.count, !test.isEmpty else { return told }
    var options = BoostingOptions()
    options.trees = 60
    // Even odds, whatever the numbers of rows.
    let even = log(Double(real) / Double(training.count - real))
    let model = try BoostedTrees(columns, labels: isReal, rows: training, options: options)
    for (row, margin) in zip(test, try model.margins(columns, rows: test)) {
      let kind = isReal[Int(row)] ? 0 : 1
      let isRight = (margin > even) == isReal[Int(row)]
      told.tallies[kind][owners[Int(row)]].add(isRight)
    }
    return told
  }

  /// That of the classifier that tells more; nil where there is too little to compare.
  /// - Parameter told: what each of `trials` has told.
  func accuracy(_ told: [Told]) -> Accuracy? {
    stride(from: 0, to: told.count, by: folds.count).compactMap {
      accuracy(of: told[$0..<$0 + folds.count])
    }.max { $0.accuracy < $1.accuracy }
  }

  /// Every entity is in one fold.
  private func accuracy(of told: ArraySlice<Told>) -> Accuracy? {
    let tallies = entityCounts.indices.map { kind in
      (0..<entityCounts[kind]).map { entity in
        told.reduce(Tally()) { $0 + $1.tallies[kind][entity] }
      }
    }
    let sums = tallies.map { $0.reduce(Tally(), +) }
    guard sums.allSatisfy({ $0.all > 0 }) else { return nil }
    var variance = 0.0
    for (entities, sum) in zip(tallies, sums) {
      let spread = entities.reduce(0) {
        let rest = $1.right - sum.share * $1.all
        return $0 + rest * rest
      }
      variance += spread / (sum.all * sum.all) / 4
    }
    return Accuracy(
      accuracy: (sums[0].share + sums[1].share) / 2, error: variance.squareRoot(),
      rows: Int(sums[0].all))
  }

  /// Rows that were told right, of all.
  fileprivate struct Tally {
    var right = 0.0
    var all = 0.0

    /// - Precondition: there are rows.
    var share: Double { right / all }

    mutating func add(_ isRight: Bool) {
      all += 1
      if isRight { right += 1 }
    }

    static func + (one: Tally, other: Tally) -> Tally {
      Tally(right: one.right + other.right, all: one.all + other.all)
    }
  }
}

extension TreeFeatures {
  /// What a classifier is asked about rows of a table.
  fileprivate func asked(of table: Int) -> [TreeModel.Feature] {
    let known = context(table).filter {
      if case .value = $0.attribute { true } else { $0.path.isEmpty }
    }
    let drawn = targets(table).map { TreeModel.Feature(path: [], attribute: $0) }
    return (known + drawn).filter { isTelling($0.attribute) }
  }

  private func isTelling(_ attribute: TreeModel.Attribute) -> Bool {
    switch attribute {
    case .summary(_, _, .share), .summary(_, _, .residual): false
    // Children that other rows drive came to either side with those: where these are few, they tell
    // the sides, whatever a model draws.
    case .summary(let relationship, _, _) where !forest.isDriver(relationship): false
    case .childCount(let relationship): forest.isDriver(relationship)
    case .summary(let relationship, let column, .mean):
      !columns[forest.children[relationship]][column].isTime
    default: true
    }
  }
}
