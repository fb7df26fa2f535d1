import KindredData
import KindredStatistics

/// The rows of a root table, each with everything that refers to it, as records that can be compared.
///
/// An entity's record holds the columns of its own row and, for every table below it, the number of
/// rows and of each column the mean, least and greatest number (date), or the most frequent label and
/// the number of distinct ones. Measures of no rows are null. An entity that was copied with all its
/// rows, in whatever order, has the same record.
struct EntityRecords {
  private let metadata: Metadata
  private let datasets: [Dataset]
  private var columns: [(kind: RecordColumn.Kind, sides: [[Double]])] = []

  /// Longer paths are not followed: their number may double with every relationship.
  private static let longestPath = 8

  /// - Parameter datasets: real, synthetic and, where there is one, the holdout.
  /// - Throws: `KindredError` of kind `data` when a key column is missing.
  /// - Complexity: O(rows × columns) per table and path that leads to it.
  static func tables(of root: TableMetadata, _ metadata: Metadata, _ datasets: [Dataset]) throws
    -> RecordTables
  {
    var records = EntityRecords(metadata: metadata, datasets: datasets)
    let counts = datasets.map { $0[root.name]?.rowCount ?? 0 }
    records.addOwnColumns(of: root)
    try records.addChildren(
      of: root.name, path: [root.name],
      entities: counts.map { (0..<Int32(clamping: $0)).map { $0 } },
      counts: counts)
    return RecordTables(
      records.columns, isWhole: [Bool](repeating: false, count: records.columns.count))
  }

  private init(metadata: Metadata, datasets: [Dataset]) {
    self.metadata = metadata
    self.datasets = datasets
  }

  private func sharedColumns(of table: TableMetadata) -> [SharedColumn] {
    let tables = datasets.compactMap { $0[table.name] }
    let statistical = table.columns.filter(\.sdtype.isStatistical)
    return parallelMap(statistical.count) { index -> SharedColumn? in
      let columns = tables.compactMap { $0[column: statistical[index].name] }
      return columns.count == tables.count ? SharedColumn(columns, statistical[index].sdtype) : nil
    }.compactMap { $0 }
  }

  private mutating func addOwnColumns(of table: TableMetadata) {
    columns += sharedColumns(of: table).map { ($0.kind, $0.sides) }
  }

  /// Adds what the rows below a table's rows add up to.
  /// - Parameter entities: per dataset the entity of each row of the table, negative for none.
  private mutating func addChildren(
    of table: String, path: [String], entities: [[Int32]], counts: [Int]
  ) throws {
    guard path.count <= Self.longestPath else { return }
    for relationship in metadata.relationships(toChildrenOf: table) {
      guard !path.contains(relationship.childTable),
        let child = metadata[relationship.childTable]
      else { continue }
      let childEntities = try zip(datasets, entities).map { dataset, entities in
        guard let parent = dataset[table], let rows = dataset[child.name] else { return [Int32]() }
        let parents = try RelationshipIndex(relationship, parent: parent, child: rows).parentRows
        return parents.map { $0 >= 0 ? entities[Int($0)] : -1 }
      }
      let groups = zip(childEntities, counts).map { EntityRows($0, count: $1) }
      columns.append((.number, groups.map(\.sizes)))
      let added = sharedColumns(of: child)
      columns += parallelMap(added.count) { EntityRows.measures(of: added[$0], groups) }
        .flatMap { $0.columns }
      try addChildren(
        of: child.name, path: path + [child.name], entities: childEntities, counts: counts)
    }
  }
}

/// The rows of a table that belong to each entity.
private struct EntityRows: Sendable {
  /// `rows[starts[i]..<starts[i + 1]]` belong to entity i.
  private let starts: [Int]
  private let rows: [Int32]

  struct Measures: Sendable {
    var columns: [(kind: RecordColumn.Kind, sides: [[Double]])]
  }

  init(_ entities: [Int32], count: Int) {
    var starts = [Int](repeating: 0, count: count + 1)
    for entity in entities where entity >= 0 { starts[Int(entity) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var next = starts
    var rows = [Int32](repeating: 0, count: starts.last ?? 0)
    for (row, entity) in entities.enumerated() where entity >= 0 {
      rows[next[Int(entity)]] = Int32(truncatingIfNeeded: row)
      next[Int(entity)] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  var sizes: [Double] { zip(starts, starts.dropFirst()).map { Double($1 - $0) } }

  static func measures(of column: SharedColumn, _ groups: [EntityRows]) -> Measures {
    switch column.kind {
    case .number:
      let measures = zip(column.sides, groups).map { $1.extremes(of: $0) }
      return Measures(columns: [
        (.number, measures.map(\.means)), (.number, measures.map(\.least)),
        (.number, measures.map(\.most)),
      ])
    case .label:
      let measures = zip(column.sides, groups).map { $1.labels(of: $0) }
      return Measures(columns: [
        (.label, measures.map(\.modes)), (.number, measures.map(\.distinct)),
      ])
    }
  }

  /// Calls back with the numbers of every entity's rows, ascending; not for entities without any.
  private func forEachGroup(
    of values: [Double], _ body: (_ entity: Int, _ ascending: [Double]) -> Void
  ) {
    var group: [Double] = []
    for entity in 0..<starts.count - 1 {
      group.removeAll(keepingCapacity: true)
      for place in starts[entity]..<starts[entity + 1] {
        let value = values[Int(rows[place])]
        if !value.isNaN { group.append(value) }
      }
      guard !group.isEmpty else { continue }
      group.sort()
      body(entity, group)
    }
  }

  private func extremes(
    of values: [Double]
  ) -> (means: [Double], least: [Double], most: [Double]) {
    let none = [Double](repeating: .nan, count: starts.count - 1)
    var (means, least, most) = (none, none, none)
    forEachGroup(of: values) { entity, group in
      // In ascending order the sum does not depend on the order of the rows.
      means[entity] = group.reduce(0) { $0 + $1 / Double(group.count) }
      least[entity] = group[0]
      most[entity] = group[group.count - 1]
    }
    return (means, least, most)
  }

  private func labels(of values: [Double]) -> (modes: [Double], distinct: [Double]) {
    let none = [Double](repeating: .nan, count: starts.count - 1)
    var (modes, distinct) = (none, none)
    forEachGroup(of: values) { entity, group in
      var (best, bestCount, count, labels) = (group[0], 0, 0, 0)
      for index in group.indices {
        if index == 0 || group[index] != group[index - 1] { (count, labels) = (0, labels + 1) }
        count += 1
        if count > bestCount { (best, bestCount) = (group[index], count) }
      }
      modes[entity] = best
      distinct[entity] = Double(labels)
    }
    return (modes, distinct)
  }
}
