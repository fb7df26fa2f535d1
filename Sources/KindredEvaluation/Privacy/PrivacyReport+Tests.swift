public import KindredData

extension PrivacyReport {
  /// Random rows for the baseline: enough for a median that is right to a hundredth.
  private static let randomRows = 10_000
  /// Sums over the rows of an entity may lose their last digits.
  private static let equalEntities = 1e-12

  /// Measures distances between the synthetic and the real data.
  /// - Parameters:
  ///   - comparison: the real data are those that were learned from.
  ///   - holdout: real data of the same schema that were not learned from; nil when there are none.
  /// - Throws: `KindredError` of kind `data` when the holdout lacks a table or column, or a column
  ///   is of another type there.
  /// - Complexity: about O(rows × log rows × columns); O(rows²) where no row has others nearby.
  public init(_ comparison: DatasetComparison, holdout: Dataset? = nil) throws {
    let metadata = comparison.metadata
    if let holdout { try Self.check(holdout, comparison) }
    let datasets = [comparison.real, comparison.synthetic] + (holdout.map { [$0] } ?? [])
    let kept = Set(metadata.referenceTables ?? [])
    let tables = metadata.tables.filter { table in
      table.columns.contains { $0.sdtype.isStatistical }
    }.map { table -> PrivacyTest in
      guard !kept.contains(table.name) else {
        return PrivacyTest(kept: table, datasets, isEntity: false)
      }
      return PrivacyTest(rows: table, datasets, randomRows: Self.randomRows)
    }
    let entities = try Self.roots(metadata, besides: kept).map { root in
      let records = try EntityRecords.tables(of: root, metadata, datasets)
      return PrivacyTest(
        table: root.name, isEntity: true, records, exactDistance: Self.equalEntities,
        randomRows: 0)
    }
    self.init(tables: tables, entities: entities, hasHoldout: holdout != nil)
  }

  /// The tables that others refer to and that refer to none but themselves and those kept as they
  /// are.
  private static func roots(_ metadata: Metadata, besides kept: Set<String>) -> [TableMetadata] {
    metadata.tables.filter { table in
      let parents = metadata.relationships(toParentsOf: table.name).map(\.parentTable)
      let children = metadata.relationships(toChildrenOf: table.name).map(\.childTable)
      return !kept.contains(table.name) && children.contains { $0 != table.name }
        && parents.allSatisfy { $0 == table.name || kept.contains($0) }
    }
  }

  private static func check(_ holdout: Dataset, _ comparison: DatasetComparison) throws {
    for table in comparison.tables {
      guard let other = holdout[table.name] else {
        throw KindredError(
          .data, "The table is missing from the holdout data", table: table.name,
          remedy: "Add it to the data or remove it from the metadata.")
      }
      for column in table.metadata.columnNames where table.real[column: column] != nil {
        guard other[column: column] != nil else {
          throw KindredError(
            .data, "The column is missing from the holdout data", table: table.name,
            column: column, remedy: "Add it to the data or remove it from the metadata.")
        }
      }
    }
  }
}

extension PrivacyTest {
  /// The rows of a table.
  fileprivate init(rows table: TableMetadata, _ datasets: [Dataset], randomRows: Int) {
    let tables = datasets.compactMap { $0[table.name] }
    let records = RecordTables(rows: tables, table)
    self.init(
      table: table.name, isEntity: false, records, exactDistance: 0,
      randomRows: min(randomRows, records.syntheticRows))
    if error == nil { disclosure = Disclosure.scores(tables, table) }
  }

  /// A table that is kept as it is, which no test can speak of.
  fileprivate init(kept table: TableMetadata, _ datasets: [Dataset], isEntity: Bool) {
    let rows = datasets.map { $0[table.name]?.rowCount ?? 0 }
    self.init(
      table: table.name, isEntity: isEntity, realRows: rows[0], syntheticRows: rows[1],
      holdoutRows: rows.count > 2 ? rows[2] : nil, columns: 0, disclosure: [],
      error: "A reference table, whose rows are public and kept as they are.")
  }
}
