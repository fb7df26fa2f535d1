import KindredStatistics

// Numbers of children that go with those of other children.

extension TreeModel.Attribute {
  /// What is drawn of it: of numbers of children that go with those of other children, the difference.
  /// - Parameter known: what is known of the same rows.
  func relative(
    _ column: TreeColumn, to forest: SchemaForest, known: (Self) -> TreeColumn?
  ) -> TreeColumn {
    combined(column, forest, known, -)
  }

  /// The numbers, from what was drawn of them.
  /// - Parameter known: what is known of the same rows.
  func absolute(
    _ column: TreeColumn, to forest: SchemaForest, known: (Self) -> TreeColumn?
  ) -> TreeColumn {
    combined(column, forest, known, +)
  }

  private func combined(
    _ column: TreeColumn, _ forest: SchemaForest, _ known: (Self) -> TreeColumn?,
    _ combine: (Double, Double) -> Double
  ) -> TreeColumn {
    guard case .childCount(let relationship) = self,
      let other = forest.companion(of: relationship),
      case .numbers(let counts, let step) = column,
      case .numbers(let others, _)? = known(.childCount(relationship: other))
    else { return column }
    return .numbers(zip(counts, others).map(combine), step: step)
  }
}
