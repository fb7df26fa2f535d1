import KindredData
import KindredStatistics

/// What trees may know about the rows of a table, and what they draw: a function of the schema and
/// the columns' models alone.
struct TreeFeatures {
  let forest: SchemaForest
  /// Per table.
  let columns: [[ColumnModel]]
  /// Per table, the columns that vary.
  let varying: [Set<Int>]
  let metadata: Metadata

  /// Labels of a column that trees draw, at most.
  static let mostLabels = 1 << 16
  /// Features of a parent's parents, at most.
  private static let mostFurther = 20

  /// Columns that trees can draw.
  func drawn(_ table: Int) -> [Int] {
    guard !forest.references.contains(table) else { return [] }
    return columns[table].indices.filter {
      columns[table][$0].marginal != nil && varying[table].contains($0)
        && columns[table][$0].copy == nil
        && columns[table][$0].treeLabelCount <= Self.mostLabels
    }
  }

  /// Relationships that lead up from a table, to parents that are drawn before it.
  func upward(_ table: Int) -> [Int] {
    (forest.incoming[table].filter { forest.extendsParent[$0] } + forest.choices[table]).sorted()
  }

  /// Relationships in which a table's rows have children that are drawn after it.
  func downward(_ table: Int) -> [Int] {
    forest.outgoing[table].filter { forest.extendsParent[$0] }
  }

  /// What is drawn for a table: its columns, then what its children have in common.
  func targets(_ table: Int) -> [TreeModel.Attribute] {
    drawn(table).map { .value(column: $0) } + downward(table).flatMap(summaries)
  }

  /// What is told about the children in a relationship.
  func summaries(_ relationship: Int) -> [TreeModel.Attribute] {
    let child = forest.children[relationship]
    return drawn(child).map { column in
      let kind: TreeModel.SummaryKind =
        columns[child][column].treeLabelCount > 2 ? .distinct : .mean
      return .summary(relationship: relationship, column: column, kind: kind)
    }
  }

  /// What is known of a table's rows.
  func context(_ table: Int) -> [TreeModel.Feature] {
    var features = forest.outgoing[table].map {
      TreeModel.Feature(path: [], attribute: .childCount(relationship: $0))
    }
    var further: [TreeModel.Feature] = []
    for relationship in upward(table) {
      let parent = forest.parents[relationship]
      var known = known(parent).map { TreeModel.Attribute.value(column: $0) }
      if !forest.references.contains(parent) {
        known.append(.childCount(relationship: relationship))
        known += summaries(relationship)
      }
      features += known.map { TreeModel.Feature(path: [relationship], attribute: $0) }
      for next in upward(parent) {
        further += self.known(forest.parents[next]).map {
          TreeModel.Feature(path: [relationship, next], attribute: .value(column: $0))
        }
      }
    }
    return features + further.prefix(Self.mostFurther)
  }

  /// Columns whose values are known of a table's rows.
  private func known(_ table: Int) -> [Int] {
    guard forest.references.contains(table) else { return drawn(table) }
    return columns[table].indices.filter {
      let column = columns[table][$0]
      return metadata.tables[table][column: column.name]?.sdtype.isStatistical ?? false
        && column.treeColumn(nil, validity: nil) != nil
    }
  }
}
