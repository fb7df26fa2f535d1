import Glibc
import KindredStatistics

// What parents without trees tell: their effects stand for the means of their children.

extension TreeContext {
  /// Adds the means of children that trees ask for and no trees have drawn.
  mutating func addEffectMeans(of trees: TreeModel) {
    for (feature, scale) in zip(trees.context, trees.sequence.context) {
      guard feature.path.count == 1,
        case .summary(let relationship, let column, .mean) = feature.attribute,
        drawn[forest.parents[relationship]] == nil
      else { continue }
      told[feature.attribute] = effectMeans(relationship, column: column, scale: scale)
    }
  }

  /// Means that the children of every parent row shall have in a column; NaN without children. They
  /// come in the order of effects and, as means of few rows vary by chance, of noise; and are as many
  /// as rows have them in the data, but for the noise of a draw: gaps between their places vary as
  /// those of random places do. (Even places would be right for the column, but these are no column:
  /// means of few parents that agree with those of the data one by one are no draw of these.)
  private func effectMeans(
    _ relationship: Int, column: Int, scale: ColumnScale
  ) -> TreeColumn? {
    let parent = forest.parents[relationship]
    let child = model.tables[forest.children[relationship]]
    guard let rows = structure.rows[parent],
      let dimension = child.dimensions.firstIndex(of: .value(column: column)),
      let effect = model.tables[parent].dimensions.firstIndex(
        of: .effect(relationship: relationship, dimension: dimension))
    else { return nil }
    let counts = TreeFitting.childCounts(
      structure.parents[relationship], parentCount: rows.count)
    let start = dimension * (dimension + 1) / 2
    let variance = child.within.packed[start...start + dimension].reduce(0.0) {
      $0 + Double($1) * Double($1)
    }
    let random = CounterRandom(
      seed: drawing.seed,
      stream: CounterRandom.stream("mean of children", "\(relationship)", "\(column)"))
    let keys = (0..<rows.count).map { row in
      rows.latents[row * rows.dimension + effect]
        + (variance / max(1, counts[row])).squareRoot() * random.normal(row: UInt64(row))
    }
    let order = (0..<rows.count).filter { counts[$0] > 0 }.sorted {
      (keys[$0], $0) < (keys[$1], $1)
    }
    let widths = order.map { -counts[$0] * log(random.uniform(row: UInt64($0), lane: 1)) }
    let total = widths.reduce(0, +)
    var means = [Double](repeating: .nan, count: rows.count)
    var passed = 0.0
    for (row, width) in zip(order, widths) {
      means[row] = scale.quantile((passed + width / 2) / total)
      passed += width
    }
    return .numbers(means, step: scale.content.step)
  }
}
