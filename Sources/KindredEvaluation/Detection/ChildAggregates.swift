import KindredData

/// What the children of each parent row add up to, one side of a relationship: as in SyntheRela's
/// C2ST-Agg, but also of several foreign keys between the same two tables.
struct ChildAggregates: Sendable {
  private let groups: KeyGroups
  private let siblings: SiblingRows

  init(_ groups: KeyGroups) {
    self.groups = groups
    siblings = SiblingRows(groups)
  }

  /// The number of children per parent row.
  var counts: [Double] { groups.cardinalities.map { Double($0) } }

  /// The mean per parent row, NaN where no child has a value.
  /// - Complexity: O(parent rows + child rows).
  func means(of values: NumberValues) -> [Double] {
    perParent(.nan) { children in
      var (sum, count) = (0.0, 0)
      for child in children where values.isValid(Int(child)) {
        sum += values.number(at: Int(child))
        count += 1
      }
      return count > 0 ? sum / Double(count) : .nan
    }
  }

  /// The number of distinct labels per parent row; nulls are none.
  /// - Complexity: O(parent rows + child rows + labels).
  func distinctCounts(of codes: Codes) -> [Double] {
    let labels = codes.integers(siblings.rows)
    var lastSeen = [Int32](repeating: -1, count: codes.labels)
    var result = [Double](repeating: 0, count: groups.parents.count)
    for parent in siblings.starts.indices.dropLast() {
      for place in siblings.starts[parent]..<siblings.starts[parent + 1] {
        let label = Int(labels[place])
        // The last label stands for null.
        guard label != codes.labels - 1, lastSeen[label] != Int32(truncatingIfNeeded: parent)
        else { continue }
        lastSeen[label] = Int32(truncatingIfNeeded: parent)
        result[parent] += 1
      }
    }
    return groups.parents.map { result[Int($0)] }
  }

  private func perParent(
    _ none: Double, _ body: (ArraySlice<Int32>) -> Double
  ) -> [Double] {
    var result = [Double](repeating: none, count: groups.parents.count)
    siblings.forEach { parent, children in result[parent] = body(children) }
    return groups.parents.map { result[Int($0)] }
  }
}

extension RelationshipComparison {
  /// The features that the children add to the rows of the parent table.
  func detectionFeatures(_ rows: DetectionRows) -> [DetectionFeature] {
    let sides = parallelMap(2) { ChildAggregates($0 == 0 ? real : synthetic) }
    let (first, second) = (sides[0], sides[1])
    let (columns, relationship) = (child.columns, relationship)
    @Sendable func feature(
      _ measure: Giveaway.Measure, _ column: String?, _ real: [Double], _ synthetic: [Double]
    ) -> DetectionFeature {
      DetectionFeature(
        Giveaway(
          table: relationship.childTable, column: column, measure: measure,
          foreignKey: relationship.childKey, share: 0),
        numbers: rows.numbers({ real[$0] }, { synthetic[$0] }))
    }
    let counts = feature(.count, nil, first.counts, second.counts)
    let types = Dictionary(child.metadata.columns.map { ($0.name, $0.sdtype) }) { first, _ in first
    }
    return [counts]
      + parallelMap(columns.count) { index -> [DetectionFeature] in
        let column = columns[index]
        switch (column.content, types[column.name]) {
        case (.numbers(let real, let synthetic), .numerical):
          return [
            feature(.mean, column.name, first.means(of: real), second.means(of: synthetic))
          ]
        case (.categories(let pair), .categorical):
          return [
            feature(
              .distinctCount, column.name, first.distinctCounts(of: pair.real),
              second.distinctCounts(of: pair.synthetic))
          ]
        default: return []
        }
      }.flatMap { $0 }
  }
}
