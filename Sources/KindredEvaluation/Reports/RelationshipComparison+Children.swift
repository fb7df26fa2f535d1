import KindredData

extension RelationshipComparison {
  /// What shows only among the children of one parent.
  func childScores() -> (siblings: [ChildScore], dates: [ChildScore]) {
    let rows = parallelMap(2) { $0 == 0 ? SiblingRows(real) : SiblingRows(synthetic) }
    let (first, second) = (rows[0], rows[1])
    let columns = child.columns
    let siblings = parallelMap(columns.count) {
      self.siblingScore(columns[$0], first, second)
    }
    let dated = child.columns.filter { Self.isDated($0) }
    let dates = parallelMap(dated.count) { self.dateScores(dated[$0], first, second) }
    return (siblings, dates.flatMap { $0 })
  }

  private func siblingScore(
    _ column: ScoredColumn, _ first: SiblingRows, _ second: SiblingRows
  ) -> ChildScore {
    var score = ChildScore(
      relationship: relationship, column: column.name, metric: .siblingSimilarity)
    switch column.content {
    case .numbers(let real, let synthetic):
      score.real = SiblingDependence.of(real, first)
      score.synthetic = SiblingDependence.of(synthetic, second)
    case .categories(let pair):
      score.real = SiblingDependence.of(pair.real, nullCode: pair.nullCode, first)
      score.synthetic = SiblingDependence.of(pair.synthetic, nullCode: pair.nullCode, second)
    case .failed: break
    }
    score.compareMeasures()
    return score
  }

  private static func isDated(_ column: ScoredColumn) -> Bool {
    guard case .numbers(let real, let synthetic) = column.content else { return false }
    return real.isDated && synthetic.isDated
  }

  private func dateScores(
    _ column: ScoredColumn, _ first: SiblingRows, _ second: SiblingRows
  ) -> [ChildScore] {
    guard case .numbers(let real, let synthetic) = column.content,
      case .whole(let realDates) = real.storage,
      case .whole(let syntheticDates) = synthetic.storage
    else { return [] }
    let blank = ChildScore(relationship: relationship, column: column.name, metric: .gapSimilarity)
    var gaps = blank
    let realGaps = DatedChildren.gaps(realDates, real, first)
    let syntheticGaps = DatedChildren.gaps(syntheticDates, synthetic, second)
    gaps.real = Self.medianSeconds(realGaps)
    gaps.synthetic = Self.medianSeconds(syntheticGaps)
    gaps.score = KolmogorovSmirnov.complement(counts: realGaps, syntheticGaps)
    var order = blank
    order.metric = .orderSimilarity
    order.real = DatedChildren.ascendingShare(realDates, real, first)
    order.synthetic = DatedChildren.ascendingShare(syntheticDates, synthetic, second)
    order.compareMeasures()
    return [gaps, order] + precedenceScores(blank, real, synthetic)
  }

  private func precedenceScores(
    _ blank: ChildScore, _ real: NumberValues, _ synthetic: NumberValues
  ) -> [ChildScore] {
    parent.columns.compactMap { column in
      guard Self.isDated(column),
        case .numbers(let realParent, let syntheticParent) = column.content
      else { return nil }
      var score = blank
      score.metric = .precedenceSimilarity
      score.parentColumn = column.name
      score.real = DatedChildren.afterParentShare(real, realParent, self.real)
      score.synthetic = DatedChildren.afterParentShare(synthetic, syntheticParent, self.synthetic)
      score.compareMeasures()
      return score
    }
  }

  private static func medianSeconds(_ microseconds: [Int64]) -> Double? {
    guard !microseconds.isEmpty else { return nil }
    return Double(microseconds.sorted()[microseconds.count / 2]) / 1e6
  }
}

extension ChildScore {
  /// Scores the difference of two shares or correlations.
  fileprivate mutating func compareMeasures() {
    guard let real, let synthetic else { return }
    score = max(0, 1 - abs(real - synthetic))
  }
}
